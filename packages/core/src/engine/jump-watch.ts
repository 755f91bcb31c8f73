/** Notices when a clock moves against the passing of time. */
export interface JumpWatch {
  watch(jumped: (byMs: number) => void): void
  /** To be called again and again: tells of what has happened since the last time. */
  look(): void
}

export type JumpSources = {
  /** UTC ms of the device. */
  readonly wall: () => number
  /** Ms since whenever; never set by anybody. */
  readonly steady: () => number
}

/** A clock that is only corrected a little moves by less, and timers live with that. */
const JUMP_MS_MIN = 1000

export function createJumpWatch({ wall, steady }: JumpSources): JumpWatch {
  let differenceMs = wall() - steady()
  let tell: (byMs: number) => void = () => undefined
  return {
    watch(jumped) {
      tell = jumped
    },
    look() {
      const byMs = wall() - steady() - differenceMs
      if (Math.abs(byMs) < JUMP_MS_MIN) return
      differenceMs += byMs
      tell(byMs)
    },
  }
}
