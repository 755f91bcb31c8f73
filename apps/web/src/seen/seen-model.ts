/**
 * Which messages were looked at: in the window, with the window in front, for a second. Only then a burn may start.
 */
const SEEN_AFTER_MS = 1000

/** What came into view since when, and what has been there long enough. Times are of one monotonic clock. */
export class SeenTimes {
  readonly #since = new Map<string, number>()

  /** In view now; what was in view before and is not any more begins anew when it comes back. */
  look(inView: ReadonlySet<string>, now: number): void {
    for (const id of this.#since.keys()) if (!inView.has(id)) this.#since.delete(id)
    for (const id of inView) if (!this.#since.has(id)) this.#since.set(id, now)
  }

  /** The window went out of sight. */
  lookAway(): void {
    this.#since.clear()
  }

  /** Each once. */
  takeSeen(now: number): readonly string[] {
    const seen = [...this.#since].filter(([, since]) => now - since >= SEEN_AFTER_MS).map(([id]) => id)
    for (const id of seen) this.#since.set(id, Infinity)
    return seen
  }
}
