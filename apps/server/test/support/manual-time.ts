import type { Clock, Schedule } from '../../src/index.ts'

/** A clock that stands still until it is told to go on; alarms ring on the way. Turns of the event loop are real. */
export class ManualTime implements Clock, Schedule {
  #now: number
  readonly #alarms = new Set<{ readonly at: number; readonly run: () => void }>()

  constructor(now: number = Date.UTC(2026, 10, 23, 12)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  at(at: number, run: () => void): () => void {
    const alarm = { at, run }
    this.#alarms.add(alarm)
    return () => void this.#alarms.delete(alarm)
  }

  nextTurn(run: () => void): void {
    setImmediate(run)
  }

  /** As if nobody had looked at the clock for a while: no alarm rings. */
  jump(ms: number): void {
    this.#now += ms
  }

  /** Lets days pass: nobody looks at the clock before their last two hours, which go by as in `advance`. */
  async skip(ms: number): Promise<void> {
    this.jump(Math.max(0, ms - LAST_MS))
    await this.advance(Math.min(ms, LAST_MS))
  }

  /** Lets time pass, and everything happen that was to happen in it. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms
    for (;;) {
      const [next] = [...this.#alarms].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#alarms.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await settle()
    }
    this.#now = end
    await settle()
  }
}

/** Twice the time between two runs of the rarest chore. */
const LAST_MS = 2 * 3_600_000

/** Lets the event loop turn until what was begun has most likely come to rest. */
export async function settle(turns = 30): Promise<void> {
  for (let i = 0; i < turns; i += 1) await new Promise<void>((resolve) => setImmediate(resolve))
}
