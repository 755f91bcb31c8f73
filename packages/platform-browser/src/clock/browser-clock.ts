import type { Clock } from '@rushlight/core'

/**
 * The device's clock, and one alarm. Browsers do not count the time that a machine sleeps, so a long wait is made of short
 * ones: after waking up nothing stays due for longer than one of them.
 */
export function createBrowserClock(onAlarm: () => void): Clock {
  let timer: ReturnType<typeof setTimeout> | undefined

  function wait(at: number): void {
    const leftMs = at - Date.now()
    timer = setTimeout(() => (leftMs > WAIT_MS_MAX ? wait(at) : ring()), Math.max(0, Math.min(leftMs, WAIT_MS_MAX)))
  }

  function ring(): void {
    timer = undefined
    onAlarm()
  }

  return {
    now: () => Date.now(),
    setAlarm(at) {
      clearTimeout(timer)
      timer = undefined
      if (at !== undefined) wait(at)
    },
  }
}

/** Less than what erasing may take (`ERASE_WITHIN_MS`). */
const WAIT_MS_MAX = 3000
