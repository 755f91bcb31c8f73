import type { Schedule } from '../ports/schedule.ts'

/** Node's timers. A timer waits at most 24.8 days, so a longer wait is taken in steps. */
export const nodeSchedule: Schedule = {
  at(at, run) {
    let timer: NodeJS.Timeout | undefined
    const wait = (): void => {
      const left = Math.max(0, at - Date.now())
      timer = setTimeout(left > TIMER_MS_MAX ? wait : run, Math.min(left, TIMER_MS_MAX)).unref()
    }
    wait()
    return () => clearTimeout(timer)
  },
  nextTurn: (run) => void setImmediate(run),
}

const TIMER_MS_MAX = 0x7fff_ffff
