import { CALM } from './climate.ts'
import { DeviceHost } from './device-host.ts'
import { guard } from './guard.ts'
import type { Inhabitants } from './inhabitants.ts'
import { Intruders } from './intruders.ts'
import { Passage } from './passage.ts'
import { Crowd } from './people.ts'
import type { Person } from './people.ts'
import { ProviderHost } from './provider-host.ts'
import { Weather } from './weather.ts'
import { resultOf } from './world-result.ts'
import type { WorldResult } from './world-result.ts'
import { World } from './world.ts'

const MINUTE_MS = 60_000
const SIGN_UP_MS = MINUTE_MS
const ACTING_MS = 4 * MINUTE_MS
const HEALING_MS = 6 * MINUTE_MS
const ACTIONS_EVERY_MS = 700
const NAMES = ['alice', 'bruno', 'carla', 'doris'] as const

export type RunOptions = {
  /** Ends at the first broken promise. */
  readonly isHasty: boolean
}

/** One world from sign-up to rest. The same seed gives the same trace, event by event. */
export async function runSeed(seed: number, { isHasty }: RunOptions = { isHasty: false }): Promise<WorldResult> {
  const world = new World(`${seed}`)
  const provider = new ProviderHost(world)
  const intruders = new Intruders(world)
  const people = createPeople(world, intruders)
  const devices = people.flatMap((person) => person.devices)
  const life = new WorldLife(world, { providers: [provider], people, devices, intruders }, isHasty)
  const events = await life.run()
  return resultOf(world, { name: `seed ${seed}`, again: `--seeds 1 --from ${seed}`, events })
}

type Populated = Inhabitants & { readonly people: readonly Person[] }

/** Sign-up in calm weather, minutes in which people act and things go wrong, and time to heal. */
class WorldLife {
  readonly #world: World
  readonly #inhabitants: Populated
  readonly #passage: Passage

  constructor(world: World, inhabitants: Populated, isHasty: boolean) {
    this.#world = world
    this.#inhabitants = inhabitants
    this.#passage = new Passage(world, inhabitants, { isHasty })
  }

  async run(): Promise<number> {
    const { providers, people, devices } = this.#inhabitants
    const { ledger } = this.#world
    const rough = this.#world.climate
    for (const provider of providers) guard(provider.boot(), ledger)
    for (const device of devices) guard(device.boot(), ledger)
    await this.#passage.pass(1000)
    this.#world.climate = { ...CALM, latencyMs: rough.latencyMs }
    for (const { name, devices: own } of people) if (own[0] !== undefined) guard(own[0].enter('signUp', name), ledger)
    await this.#passage.pass(SIGN_UP_MS)
    this.#world.climate = rough
    const weather = new Weather(this.#world, { devices, providers })
    weather.begin()
    await this.#act()
    weather.end()
    this.#world.climate = CALM
    await this.#passage.pass(HEALING_MS)
    await this.#passage.rest()
    return this.#passage.events
  }

  async #act(): Promise<void> {
    const { scheduler, random, ledger } = this.#world
    const crowd = new Crowd(this.#world, this.#inhabitants.intruders, this.#inhabitants.people)
    const pace = random.fork('pace')
    const until = scheduler.now() + ACTING_MS
    while (scheduler.now() < until && !this.#passage.isOver) {
      guard(crowd.act(), ledger)
      await this.#passage.pass(pace.below(2 * ACTIONS_EVERY_MS))
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
