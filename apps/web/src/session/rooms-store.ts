import type { RoomView } from '@rushlight/core'
import type { RoomId } from '@rushlight/protocol'
import type { EngineCalls, EngineEvent } from '../rpc/engine-link.ts'
import { Observable } from './observable.ts'
import type { Observed } from './observable.ts'

export type Rooms = { readonly isLoaded: boolean; readonly list: readonly RoomView[] }

/** All rooms: those that are pinned, then the others, each the most recently active first. Reads again only the room that an event names. */
export class RoomsStore {
  readonly #engine: EngineCalls
  readonly #rooms = new Map<RoomId, RoomView>()
  readonly #stale = new Set<RoomId>()
  readonly #observable = new Observable<Rooms>({ isLoaded: false, list: [] })
  #isReading = false

  constructor(engine: EngineCalls) {
    this.#engine = engine
  }

  get rooms(): Observed<Rooms> {
    return this.#observable
  }

  find(id: RoomId): RoomView | undefined {
    return this.#rooms.get(id)
  }

  async load(): Promise<void> {
    const views = await this.#engine.call('rooms')
    this.#rooms.clear()
    for (const view of views) this.#rooms.set(view.id, view)
    this.#publish()
  }

  take(event: EngineEvent): void {
    if (event.kind === 'roomGone') {
      this.#rooms.delete(event.room)
      this.#publish()
    } else if ('room' in event) this.#readSoon(event.room)
    else if (event.kind === 'contactsChanged') for (const id of this.#rooms.keys()) this.#readSoon(id)
  }

  #readSoon(id: RoomId): void {
    this.#stale.add(id)
    if (this.#isReading) return
    this.#isReading = true
    void this.#readStale().finally(() => {
      this.#isReading = false
    })
  }

  async #readStale(): Promise<void> {
    while (this.#stale.size > 0) {
      const ids = [...this.#stale]
      this.#stale.clear()
      for (const id of ids) await this.#read(id).catch(() => undefined)
      this.#publish()
    }
  }

  async #read(id: RoomId): Promise<void> {
    const view = await this.#engine.call('room', id)
    if (view === undefined) this.#rooms.delete(id)
    else this.#rooms.set(id, view)
  }

  #publish(): void {
    const list = [...this.#rooms.values()].sort(
      (a, b) => Number(b.isPinned) - Number(a.isPinned) || b.activeAt - a.activeAt,
    )
    this.#observable.set({ isLoaded: true, list })
  }
}
