import type { Clock } from '../ports/clock.ts'

/** Many deadlines over the one alarm of the clock port. */
export interface Alarms {
  /** Runs `task` at `at` (UTC ms) or soon after; the answer takes it back. */
  set(at: number, task: () => void): () => void
  /** Runs what is due. The alarm does so by itself; after a jump of the clock it is called at once. */
  tick(): void
  /** The clock was put back by so much: who waits for a while does not wait longer for it. */
  advance(byMs: number): void
  /** Forgets everything. */
  clear(): void
}

type Alarm = { at: number; readonly task: () => void }

export function createAlarms(clock: Clock): Alarms {
  const alarms = new Set<Alarm>()

  function rearm(): void {
    let next: number | undefined
    for (const { at } of alarms) if (next === undefined || at < next) next = at
    if (next === undefined) clock.clearAlarm()
    else clock.setAlarm(next, tick)
  }

  function tick(): void {
    const now = clock.now()
    const due = [...alarms].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
    for (const alarm of due) alarms.delete(alarm)
    for (const { task } of due) task()
    rearm()
  }

  return {
    set(at, task) {
      const alarm = { at, task }
      alarms.add(alarm)
      rearm()
      return () => {
        if (alarms.delete(alarm)) rearm()
      }
    },
    tick,
    advance(byMs) {
      for (const alarm of alarms) alarm.at -= byMs
      rearm()
    },
    clear() {
      alarms.clear()
      clock.clearAlarm()
    },
  }
}
