/** What time it is. May jump either way; whatever must not go back sees to that itself. */
export interface Clock {
  /** UTC ms. */
  now(): number
}
