import type { Clock } from '@rushlight/core'

/**
 * The device's clock, and one alarm. Browsers do not count the time that a machine sleeps, so a long wait is made of short
 * ones: after waking up nothing stays due for longer than one of them.
 */
export function createBrowserClock(): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined

  function wait(at: number, ring: () => void): void {
    const leftMs = at - Date.now()
    timer = setTimeout(
      () => (leftMs > WAIT_MS_MAX ? wait(at, ring) : ring()),
      Math.max(0, Math.min(leftMs, WAIT_MS_MAX)),
    )
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
  }
}

/** Less than what erasing may take (`ERASE_WITHIN_MS`). */
const WAIT_MS_MAX = 3000
