import { CALM } from './climate.ts'
import { DeviceHost } from './device-host.ts'
import { checkAtRest } from './checks/check-at-rest.ts'
import { DeadlineWatch, DiskWatch } from './checks/check-deadlines.ts'
import type { DeedCounts } from './deeds.ts'
import type { FaultCounts } from './faults.ts'
import { Intruders } from './intruders.ts'
import type { Violation } from './ledger.ts'
import { Crowd } from './people.ts'
import type { Person } from './people.ts'
import { ProviderHost } from './provider-host.ts'
import { Weather } from './weather.ts'
import { World } from './world.ts'

export type SeedResult = {
  readonly seed: number
  readonly events: number
  readonly spoken: number
  readonly shown: number
  readonly violations: readonly Violation[]
  readonly faults: FaultCounts
  readonly deeds: DeedCounts
  readonly virtualMs: number
  readonly traceHash: string
  readonly tail: readonly string[]
}

const MINUTE_MS = 60_000
const SIGN_UP_MS = MINUTE_MS
const ACTING_MS = 4 * MINUTE_MS
const HEALING_MS = 6 * MINUTE_MS
const ACTIONS_EVERY_MS = 700
const LOOKED_EVERY_MS = 5000
const DISKS_READ_EVERY_MS = 30_000
const CHECKED_EVERY_MS = 100
const CHECKED_TIMES_MAX = 600
const NAMES = ['alice', 'bruno', 'carla', 'doris'] as const

export type RunOptions = {
  /** Ends at the first broken promise. */
  readonly isHasty: boolean
}

/** One world from sign-up to rest. The same seed gives the same trace, event by event. */
export async function runSeed(seed: number, { isHasty }: RunOptions = { isHasty: false }): Promise<SeedResult> {
  const world = new World(seed)
  const { scheduler, ledger, trace, faults, deeds } = world
  const beganAt = scheduler.now()
  const provider = new ProviderHost(world)
  const intruders = new Intruders(world)
  const people = createPeople(world, intruders)
  const devices = people.flatMap((person) => person.devices)
  const life = new WorldLife(world, { provider, people, devices, intruders }, isHasty)
  await life.run()
  const shown = [...ledger.lives.values()].reduce((sum, one) => sum + [...one.shown.values()].flat().length, 0)
  return {
    seed,
    events: life.events,
    spoken: ledger.spoken.size,
    shown,
    violations: ledger.violations,
    faults,
    deeds,
    virtualMs: scheduler.now() - beganAt,
    traceHash: trace.digest(),
    tail: trace.tail(),
  }
}

type Inhabitants = {
  readonly provider: ProviderHost
  readonly people: readonly Person[]
  readonly devices: readonly DeviceHost[]
  readonly intruders: Intruders
}

/** Sign-up in calm weather, minutes in which people act and things go wrong, and time to heal. */
class WorldLife {
  events = 0
  readonly #world: World
  readonly #inhabitants: Inhabitants
  readonly #isHasty: boolean
  readonly #deadlines: DeadlineWatch
  readonly #disks: DiskWatch

  constructor(world: World, inhabitants: Inhabitants, isHasty: boolean) {
    this.#world = world
    this.#inhabitants = inhabitants
    this.#isHasty = isHasty
    this.#deadlines = new DeadlineWatch(world, inhabitants.devices)
    this.#disks = new DiskWatch(world, inhabitants)
  }

  async run(): Promise<void> {
    const { provider, people, devices } = this.#inhabitants
    const { ledger } = this.#world
    const rough = this.#world.climate
    guard(provider.boot(), ledger)
    for (const device of devices) guard(device.boot(), ledger)
    await this.#pass(1000)
    this.#world.climate = { ...CALM, latencyMs: rough.latencyMs }
    for (const { name, devices: own } of people) if (own[0] !== undefined) guard(own[0].enter('signUp', name), ledger)
    await this.#pass(SIGN_UP_MS)
    this.#world.climate = rough
    const weather = new Weather(this.#world, { devices, provider })
    weather.begin()
    await this.#act()
    weather.end()
    this.#world.climate = CALM
    await this.#pass(HEALING_MS)
    if (this.#isOver) return
    await this.#finish(checkAtRest(this.#world, this.#inhabitants))
    await this.#finish(this.#disks.look())
  }

  get #isOver(): boolean {
    return this.#isHasty && this.#world.ledger.violations.length > 0
  }

  async #act(): Promise<void> {
    const { scheduler, random, ledger } = this.#world
    const crowd = new Crowd(this.#world, this.#inhabitants.intruders, this.#inhabitants.people)
    const pace = random.fork('pace')
    const until = scheduler.now() + ACTING_MS
    while (scheduler.now() < until && !this.#isOver) {
      guard(crowd.act(), ledger)
      await this.#pass(pace.below(2 * ACTIONS_EVERY_MS))
    }
  }

  /** Looking at a device waits for what it has begun, and that for time to go on. */
  async #finish(check: Promise<void>): Promise<void> {
    const looking = { isDone: false }
    const looked = check.finally(() => {
      looking.isDone = true
    })
    guard(looked, this.#world.ledger)
    for (let i = 0; i < CHECKED_TIMES_MAX && !looking.isDone; i += 1) await this.#pass(CHECKED_EVERY_MS)
    if (!looking.isDone) this.#world.ledger.violate('notAtRest', 'a device never answers')
  }

  /** Lets time pass, looking every few seconds whether what is over is gone. */
  async #pass(forMs: number): Promise<void> {
    const { scheduler } = this.#world
    const until = scheduler.now() + forMs
    while (!this.#isOver) {
      const next = Math.min(until, (Math.floor(scheduler.now() / LOOKED_EVERY_MS) + 1) * LOOKED_EVERY_MS)
      this.events += await scheduler.runUntil(next)
      if (next % LOOKED_EVERY_MS === 0) guard(this.#deadlines.look(), this.#world.ledger)
      if (next % DISKS_READ_EVERY_MS === 0) guard(this.#disks.look(), this.#world.ledger)
      if (next >= until) return
    }
  }
}

function createPeople(world: World, intruders: Intruders): readonly Person[] {
  const count = 2 + world.random.fork('crowd').below(NAMES.length - 1)
  return NAMES.slice(0, count).map((name) => ({
    name,
    devices: [0, 1].map((i) => new DeviceHost(world, intruders, `${name}-${i}`)),
  }))
}

/** What a person does may fail with a full disk or a dying process; anything else is a fault of ours. */
function guard(done: Promise<unknown>, ledger: World['ledger']): void {
  done.catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'storageFull' || code === 'closed') return
    ledger.violate('threw', error instanceof Error ? (error.stack ?? error.message) : 'unknown')
  })
}
