/** Time is told and asked for, never waited for: the engine says when it wants to be woken (`spec/delivery.md` §9). */
export interface Clock {
  /** UTC ms of this device; may be wrong, may jump. */
  now(): number
  /** Calls `Client.tick` once at `at` or soon after; replaces the alarm before; `undefined`: none. */
  setAlarm(at: number | undefined): void
}
