/** Time is told and asked for, never waited for: the engine says when it wants to be woken (`spec/delivery.md` §9). */
export interface Clock {
  /** UTC ms of this device; may be wrong, may jump. */
  now(): number
  /** Calls `ring` once at `at` or soon after, never before this has returned; replaces the alarm before. */
  setAlarm(at: number, ring: () => void): void
  clearAlarm(): void
  /**
   * Calls `jumped` whenever the clock has moved against the passing of time, seconds later at most: by how much, back if
   * negative. A machine that slept may seem to have jumped forward. There is one watcher.
   */
  watchJumps(jumped: (byMs: number) => void): void
}
