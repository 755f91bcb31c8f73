/** When something is to happen. Nothing in the rules waits by itself. */
export interface Schedule {
  /** Runs `run` once, at `at` (UTC ms) or soon after, unless it is cancelled. */
  at(at: number, run: () => void): Cancel
  /** Runs `run` once when all that came in with this turn of the event loop has been begun. */
  nextTurn(run: () => void): void
}

export type Cancel = () => void
