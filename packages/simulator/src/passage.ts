import { checkAtRest } from './checks/check-at-rest.ts'
import { checkFiles } from './checks/check-files.ts'
import { DeadlineWatch, DiskWatch } from './checks/check-deadlines.ts'
import { guard } from './guard.ts'
import type { Inhabitants } from './inhabitants.ts'
import type { World } from './world.ts'

const CHECKED_EVERY_MS = 100
const CHECKED_MS_MAX = 60_000

/** How often it is looked whether something has ended, and for how long at most. */
type Pace = { readonly everyMs: number; readonly withinMs: number }

export type Looking = {
  /** It ends at the first broken promise. */
  readonly isHasty: boolean
  readonly lookedEveryMs?: number
  readonly disksReadEveryMs?: number
}

/** Time passes in a world, and somebody looks every few seconds whether what is over is gone. */
export class Passage {
  events = 0
  readonly #world: World
  readonly #inhabitants: Inhabitants
  readonly #looking: Required<Looking>
  readonly #deadlines: DeadlineWatch
  readonly #disks: DiskWatch

  constructor(world: World, inhabitants: Inhabitants, looking: Looking) {
    this.#world = world
    this.#inhabitants = inhabitants
    this.#looking = { lookedEveryMs: 5000, disksReadEveryMs: 30_000, ...looking }
    this.#deadlines = new DeadlineWatch(world, inhabitants.devices)
    this.#disks = new DiskWatch(world, inhabitants)
  }

  get isOver(): boolean {
    return this.#looking.isHasty && this.#world.ledger.violations.length > 0
  }

  async pass(forMs: number): Promise<void> {
    const { scheduler } = this.#world
    const { lookedEveryMs, disksReadEveryMs } = this.#looking
    const until = scheduler.now() + forMs
    while (!this.isOver) {
      const next = Math.min(until, (Math.floor(scheduler.now() / lookedEveryMs) + 1) * lookedEveryMs)
      this.events += await scheduler.runUntil(next)
      if (next % lookedEveryMs === 0) guard(this.#deadlines.look(), this.#world.ledger)
      if (next % disksReadEveryMs === 0) guard(this.#disks.look(), this.#world.ledger)
      if (next >= until) return
    }
  }

  /** All has come to rest, so everything is held against what was promised. */
  async rest(): Promise<void> {
    if (this.isOver) return
    await this.#check(checkAtRest(this.#world, this.#inhabitants))
    await this.#check(checkFiles(this.#world, this.#inhabitants))
    await this.#check(this.#disks.look())
  }

  /** Looking at a device waits for what it has begun, and that for time to go on. */
  async #check(check: Promise<void>): Promise<void> {
    const hasEnded = await this.#wait(check, { everyMs: CHECKED_EVERY_MS, withinMs: CHECKED_MS_MAX })
    if (!hasEnded && !this.isOver) this.#world.ledger.violate('notAtRest', 'a device never answers')
  }

  /** Time goes on until that has ended. `undefined`: it has not within so long, or it failed. */
  async finish<T>(asked: Promise<T>, pace: Pace): Promise<T | undefined> {
    return (await this.#wait(asked, pace)) ? asked.catch(() => undefined) : undefined
  }

  async #wait(asked: Promise<unknown>, { everyMs, withinMs }: Pace): Promise<boolean> {
    const work = { isEnded: false }
    const ended = asked.finally(() => {
      work.isEnded = true
    })
    guard(ended, this.#world.ledger)
    for (let waited = 0; waited < withinMs && !work.isEnded && !this.isOver; waited += everyMs) await this.pass(everyMs)
    return work.isEnded
  }
}
