import { createJumpWatch } from '@rushlight/core'
import type { Clock } from '@rushlight/core'

/**
 * The device's clock, and one alarm. Timers do not count the time that a machine sleeps, so a long wait is made of short
 * ones: after waking up nothing stays due for longer than one of them. In Node the process stays alive as long as an alarm
 * is set.
 */
export function createTimerClock(): Clock {
  const watch = createJumpWatch({ wall: () => Date.now(), steady: () => performance.now() })
  let timer: ReturnType<typeof setTimeout> | undefined

  function wait(at: number, ring: () => void): void {
    const leftMs = at - Date.now()
    const own = setTimeout(
      () => {
        watch.look()
        // Who hears of a jump may have set another alarm.
        if (own !== timer) return
        if (at > Date.now()) wait(at, ring)
        else ring()
      },
      Math.max(0, Math.min(leftMs, WAIT_MS_MAX)),
    )
    timer = own
  }

  function clearAlarm(): void {
    clearTimeout(timer)
    timer = undefined
  }

  return {
    now: () => Date.now(),
    setAlarm(at, ring) {
      clearAlarm()
      wait(at, ring)
    },
    clearAlarm,
    watchJumps: (jumped) => watch.watch(jumped),
  }
}

/** Less than what erasing may take (`ERASE_WITHIN_MS`). */
const WAIT_MS_MAX = 3000
