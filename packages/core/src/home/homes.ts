import type { ProviderName } from '@rushlight/protocol'
import { Home } from './home.ts'
import type { HomeEvents, HomePorts } from './home.ts'
import type { HomeRow } from './home-row.ts'

/**
 * The account's providers at work, in the order of its record. Before there is an account, the one provider where somebody
 * signs up or in.
 */
export class Homes {
  readonly #ports: HomePorts
  readonly #events: () => HomeEvents
  #all: readonly Home[] = []
  #isRunning = false

  constructor(ports: HomePorts, events: () => HomeEvents) {
    this.#ports = ports
    this.#events = events
  }

  get all(): readonly Home[] {
    return this.#all
  }

  /** Where this device asks for what any of them can do: the first that is ready, else one that is open, else the first. */
  get present(): Home {
    const home = this.findOpen() ?? this.#all[0]
    if (home === undefined) throw new Error('not connected to a provider')
    return home
  }

  findOpen(): Home | undefined {
    return this.#all.find(({ isReady }) => isReady) ?? this.#all.find(({ isOpen }) => isOpen)
  }

  get ready(): readonly Home[] {
    return this.#all.filter(({ isReady }) => isReady)
  }

  get open(): readonly Home[] {
    return this.#all.filter(({ isOpen }) => isOpen)
  }

  /** Every one that answers has told all that happened before. One that does not holds up nobody. */
  get isCaughtUp(): boolean {
    const isOver = ({ isCaughtUp, isGivenUp }: Home): boolean => isCaughtUp || isGivenUp
    return this.#all.some(({ isCaughtUp }) => isCaughtUp) && this.#all.every((home) => isOver(home))
  }

  /** Since when none can be reached, UTC ms; `undefined` while one may be. */
  get failedSince(): number | undefined {
    const times = this.#all.flatMap(({ failure }) => failure?.since ?? [])
    return times.length === 0 || times.length < this.#all.length ? undefined : Math.max(...times)
  }

  at(provider: ProviderName): Home | undefined {
    return this.#all.find(({ name }) => name === provider)
  }

  /** Nobody has an account yet: looks at the provider there, and at nothing else. */
  begin(url: string): Home {
    for (const home of this.#all) home.stop()
    const home = this.#create(url)
    this.#all = [home]
    this.start()
    return home
  }

  /** Looks at a provider beside the homes. The caller stops it. */
  visit(url: string): Home {
    const home = this.#create(url)
    home.start()
    return home
  }

  /** The homes are those of the rows, in their order. One that was begun with becomes the home of the provider that greeted. */
  follow(rows: readonly HomeRow[]): void {
    const next = rows.map((row) => this.#homeOf(row))
    for (const home of this.#all) if (!next.includes(home)) home.stop()
    const added = next.filter((home) => !this.#all.includes(home))
    this.#all = next
    if (this.#isRunning) for (const home of added) home.start()
  }

  start(): void {
    this.#isRunning = true
    for (const home of this.#all) home.start()
  }

  stop(): void {
    this.#isRunning = false
    for (const home of this.#all) home.stop()
  }

  hurry(): void {
    for (const { link } of this.#all) link.hurry()
  }

  #homeOf({ provider }: HomeRow): Home {
    const known = this.at(provider.name)
    if (known !== undefined) return known
    const begun = this.#all.find(
      ({ name, link }) => name === undefined && link.greeting?.provider.name === provider.name,
    )
    const home = begun ?? this.#create(provider.urls[0] ?? '')
    home.name = provider.name
    return home
  }

  #create(url: string): Home {
    const events: HomeEvents = {
      onOpen: (home, greeting) => this.#events().onOpen(home, greeting),
      onPush: (home, push) => this.#events().onPush(home, push),
      onUnknown: (home) => this.#events().onUnknown(home),
      onLost: (home) => this.#events().onLost(home),
    }
    return new Home(url, this.#ports, events)
  }
}
