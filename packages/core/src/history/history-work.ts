/** History on its way from and to this device (`HistoryDesk`). */
export interface HistoryWork {
  /** There may be something to give or to fetch, or the connection is new. */
  flush(): void
}
