import { CALM, createFaultsAndClimate } from '../climate.ts'
import { DeviceHost } from '../device-host.ts'
import type { Climate } from '../faults.ts'
import { guard } from '../guard.ts'
import { Intruders } from '../intruders.ts'
import { CANARY } from '../ledger.ts'
import { Passage } from '../passage.ts'
import { ProviderHost } from '../provider-host.ts'
import type { Random } from '../random.ts'
import { Weather } from '../weather.ts'
import type { World } from '../world.ts'
import type { Settled } from './settled.ts'
import { Townsfolk } from './townsfolk.ts'

const NAMES = ['alice', 'bruno', 'carla', 'doris'] as const
const PROVIDERS = ['provider.test', 'second.test', 'third.test'] as const
const ADOPTED = 'adopted.test'
const TRIES_MAX = 10
const SECOND_CHANCE = 0.4
const SECOND_MS = 1000
const SETTLED_MS = 10_000
const WAITED_MS_MAX = 60_000
const ACTIONS_EVERY_MS = 1500
const HEALING_MS = 5 * 60_000
// What is looked for often elsewhere is looked for seldom here: there are many towns.
const LOOKED_EVERY_MS = 20_000
const DISKS_READ_EVERY_MS = 120_000
const CALM_CHANCE = 0.3

/** People at several providers who talk in one room, and weather that a seed has chosen. */
export class Town {
  readonly #providers: ProviderHost[]
  readonly #settled: Settled
  readonly devices: readonly DeviceHost[]
  readonly random: Random
  readonly #world: World
  readonly #passage: Passage
  readonly #folk: Townsfolk
  readonly #intruders: Intruders
  /** When the misfortune struck, and since when people can be expected to go on. */
  #struckAt = 0

  constructor(world: World, settled: Settled, isHasty: boolean) {
    this.#world = world
    this.random = world.random.fork('town')
    this.#settled = settled
    const count = settled === 'together' ? 1 : 2 + this.random.below(2)
    this.#providers = PROVIDERS.slice(0, count).map((name) => new ProviderHost(world, name))
    this.#intruders = new Intruders(world)
    this.devices = NAMES.slice(0, 2 + this.random.below(3)).map((name, index) => {
      const device = new DeviceHost(world, this.#intruders, name)
      const home = index < count ? this.providers[index] : this.random.pick(this.providers)
      device.home = home?.url ?? device.home
      return device
    })
    this.#folk = new Townsfolk(world, this.devices, this.#intruders)
    const { providers, devices } = this
    const looking = { isHasty, lookedEveryMs: LOOKED_EVERY_MS, disksReadEveryMs: DISKS_READ_EVERY_MS }
    this.#passage = new Passage(world, { providers, devices, intruders: this.#intruders }, looking)
  }

  get providers(): readonly ProviderHost[] {
    return this.#providers
  }

  /** Where the log of the room begins. */
  get hub(): ProviderHost {
    const [first] = this.providers
    if (first === undefined) throw new Error('a provider')
    return first
  }

  get others(): readonly ProviderHost[] {
    return this.providers.filter((provider) => provider !== this.hub)
  }

  get world(): World {
    return this.#world
  }

  /** In good weather: everybody signs up, and all meet in a room of the first. */
  async open(): Promise<void> {
    const { ledger } = this.#world
    this.#world.climate = { ...CALM, latencyMs: 5 }
    for (const provider of this.providers) guard(provider.boot(), ledger)
    for (const device of this.devices) guard(device.boot(), ledger)
    await this.pass(SECOND_MS)
    for (const device of this.devices) guard(device.enter('signUp', device.name), ledger)
    await this.pass(SETTLED_MS)
    for (const device of this.devices) await this.#settleTwice(device)
    const [alice, ...others] = this.devices
    const accounts = []
    for (const { name, home } of others) {
      const handle = `${name}@${new URL(home).host}`
      const found = await this.finish(alice?.client?.findByHandle(handle) ?? Promise.resolve(undefined))
      if (found?.kind === 'found') accounts.push(found.account)
    }
    this.#folk.room = await this.finish(
      alice?.client?.createRoom(`${CANARY} room`, accounts) ?? Promise.resolve(undefined),
    )
    await this.pass(SETTLED_MS)
    const { room } = this.#folk
    for (const { client } of others)
      if (room !== undefined && client !== undefined) await this.finish(client.acceptRequest(room))
    await this.pass(SETTLED_MS)
    this.#world.climate = this.#chooseClimate()
  }

  /** Whoever would be left alone lives at another provider, too; in towns that are settled apart, some do. */
  async #settleTwice({ client, home }: DeviceHost): Promise<void> {
    const other = this.random.pick(this.#providers.filter(({ url }) => url !== home))
    const isNeeded = this.#settled === 'twice' && home === this.hub.url
    if (client === undefined || other === undefined || !(isNeeded || this.random.chance(SECOND_CHANCE))) return
    const added = await this.finish(client.providers.add({ url: other.url }))
    if (added?.kind !== 'done') this.#world.ledger.violate('notSettled', added?.kind ?? 'no answer')
  }

  /** Somebody runs a new provider, and everybody opens the link that it prints, each when it reaches him. */
  async adopt(): Promise<void> {
    const { ledger } = this.#world
    const provider = new ProviderHost(this.#world, ADOPTED)
    this.#providers.push(provider)
    await this.finish(provider.boot())
    const link = provider.adoptLink() ?? ''
    // Whoever died just now is back.
    await this.pass(SETTLED_MS)
    for (const device of this.devices) {
      await this.pass(this.random.below(SETTLED_MS))
      if (!(await this.#open(device, link))) ledger.violate('notAdopted', device.name)
    }
  }

  /** The network is what it is: whoever fails tries again. */
  async #open(device: DeviceHost, link: string): Promise<boolean> {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const adopted = await this.finish(device.client?.providers.adopt(link) ?? Promise.resolve(undefined))
      if (adopted?.kind === 'done' || adopted?.kind === 'known') return true
      await this.pass(SETTLED_MS / 2)
    }
    return false
  }

  /** Crashes, torn writes and bad networks beside the misfortune; clocks are right. */
  #chooseClimate(): Climate {
    const random = this.random.fork('climate')
    if (random.chance(CALM_CHANCE)) return { ...CALM, latencyMs: random.pick([5, 50, 300]) ?? 5 }
    const rough = createFaultsAndClimate(random)
    return {
      ...rough,
      clockJumpEveryMs: Infinity,
      blobLostEveryMs: Infinity,
      latencyMs: Math.min(rough.latencyMs, 300),
    }
  }

  /** From now on it counts how long it takes until people hear each other again. */
  strike(): void {
    this.#struckAt = this.#world.scheduler.now()
    this.#world.trace.note(`${this.#struckAt} struck`)
  }

  /** People live in whatever weather there is. */
  async live(forMs: number): Promise<void> {
    const { scheduler, ledger } = this.#world
    const weather = new Weather(this.#world, { devices: this.devices, providers: this.providers })
    weather.begin()
    const until = scheduler.now() + forMs
    while (scheduler.now() < until && !this.#passage.isOver) {
      guard(this.#folk.act(), ledger)
      await this.pass(this.random.below(2 * ACTIONS_EVERY_MS))
    }
    weather.end()
  }

  /** Everything that can work works from now on, and all comes to rest. Answers how many events there were. */
  async close(): Promise<number> {
    this.#world.climate = CALM
    await this.pass(HEALING_MS)
    await this.#passage.rest()
    return this.#passage.events
  }

  /** From the stroke until something said after it had come to everybody who was owed it; `undefined`: nothing had. */
  goOnMs(): number | undefined {
    const went = [...this.#world.ledger.spoken.values()].flatMap(({ spokenAt, owedTo, shownAt }) => {
      if (spokenAt < this.#struckAt || owedTo.size === 0) return []
      const times = [...owedTo].map((name) => shownAt.get(name) ?? Infinity)
      return Math.max(...times)
    })
    const first = Math.min(...went)
    return Number.isFinite(first) ? first - this.#struckAt : undefined
  }

  pass(forMs: number): Promise<void> {
    return this.#passage.pass(forMs)
  }

  /** Time goes on until that has ended. */
  finish<T>(asked: Promise<T>): Promise<T | undefined> {
    return this.#passage.finish(asked, { everyMs: 10, withinMs: WAITED_MS_MAX })
  }
}
