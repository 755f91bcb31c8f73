import {
  HUB_FAILS_MS,
  HUB_TRIES_MIN,
  hello,
  span,
  TOMBSTONES_FEATURE,
  verifyOpening,
  WIRE_FORMAT,
} from '@rushlight/protocol'
import type { HelloResult, OpenEvidence, ProviderName, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { RoomModel } from '../room/room-model.ts'
import { isOwnPlace } from './places.ts'

/** A hub elsewhere is asked so often whether it is there; in larger rooms each asks more seldom, and somebody does. */
const ASKED_EVERY_MS: number = 20 * span.SECOND_MS
const DEVICES_PER_ASKER = 4
/** One that has not answered. */
const ASKED_AGAIN_MS: number = 4 * span.SECOND_MS
const SOON_MS = 50
/** One that was left may come back with people on it who have heard of nothing. */
const LEFT_ASKED_EVERY_MS: number = span.MINUTE_MS
const LEAVING_SEEN_EVERY_MS: number = 10 * span.MINUTE_MS
const LEFT_WATCHED_MS: number = 7 * span.DAY_MS

export type Failing = NonNullable<OpenEvidence['failing']>

export type VigilEvents = {
  /** The hub of these rooms does not answer, though others do. */
  onDown(rooms: readonly RoomId[]): void
  /** It answers again, after so long that its rooms may have gone on without it. */
  onBack(rooms: readonly RoomId[]): void
}

/** `left`: rooms that were there before, and nobody has seen it since. */
type Watched = { readonly rooms: RoomId[]; readonly left: RoomId[]; everyMs: number }

/**
 * Watches over the hubs of all rooms: whether they answer, while others do (R20 a). A device that reaches nobody is cut off
 * itself and learns nothing of hubs.
 */
export class HubVigil {
  readonly #core: Core
  readonly #events: VigilEvents
  readonly #failing = new Map<ProviderName, Failing>()
  /** Those whose hubs are watched. */
  readonly #rooms = new Set<RoomId>()
  readonly #askedAt = new Map<ProviderName, number>()
  readonly #leavingSeenAt = new Map<ProviderName, number>()
  readonly #seenBack = new Set<RoomId>()
  #isLooking = false
  #cancel: () => void = () => undefined

  constructor(core: Core, events: VigilEvents) {
    this.#core = core
    this.#events = events
    core.subscribe((event) => {
      const isNew = event.kind === 'roomChanged' && !this.#rooms.has(event.room)
      if (isNew || event.kind === 'connectionChanged') this.#lookIn(SOON_MS)
    })
  }

  failing(hub: ProviderName): Failing | undefined {
    return this.#failing.get(hub)
  }

  /** Something that was asked of a hub was not answered: look sooner than in one's turn. */
  doubt(hub: ProviderName): void {
    if (this.#failing.has(hub)) return
    this.#askedAt.delete(hub)
    this.#lookIn(SOON_MS)
  }

  #lookIn(ms: number): void {
    const { alarms, ports, isClosed } = this.#core
    this.#cancel()
    if (isClosed) return
    this.#cancel = alarms.set(ports.clock.now() + ms, () => this.#core.spawn(this.#look(), () => this.#lookIn(SOON_MS)))
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return
    this.#isLooking = true
    try {
      if (!this.#core.isReady) return this.#failing.clear()
      const hubs = await this.#hubs()
      for (const name of this.#failing.keys()) if (!hubs.has(name)) this.#failing.delete(name)
      await Promise.all([...hubs].map(([name, watched]) => this.#ask(name, watched)))
      const now = this.#core.ports.clock.now()
      const times = [...hubs].flatMap(([name, { everyMs }]) =>
        this.#isQuiet(name) ? [] : [this.#nextAt(name, everyMs)],
      )
      if (times.length > 0) this.#lookIn(Math.max(SOON_MS, Math.min(...times) - now))
    } finally {
      this.#isLooking = false
    }
  }

  async #hubs(): Promise<ReadonlyMap<ProviderName, Watched>> {
    const hubs = new Map<ProviderName, Watched>()
    this.#rooms.clear()
    for (const [id, { actor }] of this.#core.rooms) {
      this.#rooms.add(id)
      const model = await actor.read()
      const hub = model?.group === undefined ? undefined : await this.#core.hubs.providerOf(model)
      if (model?.group === undefined || hub === undefined) continue
      const everyMs = ASKED_EVERY_MS * Math.max(1, model.group.leaves.length / DEVICES_PER_ASKER)
      watchedIn(hubs, hub.name, everyMs).rooms.push(id)
      const before = await this.#leftBy(model)
      if (before !== undefined && before !== hub.name) watchedIn(hubs, before, LEFT_ASKED_EVERY_MS).left.push(id)
    }
    return hubs
  }

  /** The hub before, if it was left lately and has not come back: others may be there still, and hear from us where it went on. */
  async #leftBy({ id, frame }: RoomModel): Promise<ProviderName | undefined> {
    const [left, newest] = frame?.openings.slice(-2) ?? []
    if (left === undefined || newest === undefined || this.#seenBack.has(id)) return undefined
    const { crypto } = this.#core
    const isLate = ((await verifyOpening(crypto, newest))?.openedAt ?? 0) + LEFT_WATCHED_MS < this.#core.sharedNow()
    return isLate ? undefined : (await verifyOpening(crypto, left))?.hub.name
  }

  #nextAt(name: ProviderName, everyMs: number): number {
    return (this.#askedAt.get(name) ?? 0) + (this.#failing.has(name) ? ASKED_AGAIN_MS : everyMs)
  }

  /** One's own providers tell by their links when they are lost: while they are there nobody has to wake up for them. */
  #isQuiet(name: ProviderName): boolean {
    return !this.#failing.has(name) && isOwnPlace(this.#core, { name })
  }

  async #ask(name: ProviderName, { rooms, left, everyMs }: Watched): Promise<void> {
    const now = this.#core.ports.clock.now()
    if (!this.#isQuiet(name) && this.#nextAt(name, everyMs) > now) return
    this.#askedAt.set(name, now)
    const greeting = await this.#greet(name)
    const answers = greeting !== undefined
    // Nobody is left to ask through.
    if (!answers && !this.#core.isReady) return
    const before = this.#failing.get(name)
    if (answers) {
      this.#failing.delete(name)
      if (greeting.features.includes(TOMBSTONES_FEATURE)) this.#onLeaving(name, rooms)
      for (const room of left) this.#seenBack.add(room)
      const isLongBack = before !== undefined && now - before.since >= HUB_FAILS_MS
      return this.#events.onBack(isLongBack ? [...rooms, ...left] : left)
    }
    const tries = (before?.tries ?? 0) + 1
    this.#failing.set(name, { tries, since: before?.since ?? now })
    if (tries >= HUB_TRIES_MIN) this.#events.onDown(rooms)
  }

  async #greet(name: ProviderName): Promise<HelloResult | undefined> {
    const { link } = this.#core.hubs.at(name)
    const own = isOwnPlace(this.#core, { name })
    const asked = { formats: [WIRE_FORMAT], software: this.#core.ports.software }
    const answer = own ? await link.greet() : await link.call(hello, asked)
    return answer.kind === 'answer' ? answer.value : undefined
  }

  /** It has something to say about its own end; once for each connection, or now and then, is enough. */
  #onLeaving(name: ProviderName, rooms: readonly RoomId[]): void {
    const now = this.#core.ports.clock.now()
    if (now < (this.#leavingSeenAt.get(name) ?? -LEFT_WATCHED_MS) + LEAVING_SEEN_EVERY_MS) return
    this.#leavingSeenAt.set(name, now)
    this.#events.onDown(rooms)
  }
}

function watchedIn(hubs: Map<ProviderName, Watched>, hub: ProviderName, everyMs: number): Watched {
  const known = hubs.get(hub) ?? { rooms: [], left: [], everyMs }
  known.everyMs = Math.min(known.everyMs, everyMs)
  hubs.set(hub, known)
  return known
}
