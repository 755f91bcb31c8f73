/** History on its way from and to this device (`HistoryDesk`). */
export interface HistoryWork {
  /** There may be something to give or to fetch, or the connection is new. */
  flush(): void
  /** What is kept for the way back is to follow: what was erased soon, what was written when more has come together. */
  want(change: 'written' | 'erased'): void
  /** Brings it up to date at once; false: there is more to do. */
  settle(): Promise<boolean>
}
