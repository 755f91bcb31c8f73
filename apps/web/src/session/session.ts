import type { ConnectionView, DeviceView, HistoryView, KeptView, PersonView, ProviderView } from '@rushlight/core'
import type { AccountId, RoomId } from '@rushlight/protocol'
import { MessageWindow } from '../conversation/message-window.ts'
import type { StorageKind } from '../engine/engine-state.ts'
import type { EngineCalls, EngineEvent } from '../rpc/engine-link.ts'
import { Observable } from './observable.ts'
import type { Observed } from './observable.ts'
import { createRefresher } from './refresher.ts'
import { RoomsStore } from './rooms-store.ts'

type HistoryOfDevice = { readonly history: HistoryView; readonly kept: KeptView }

/** Everything a tab knows while the vault is open. Locking drops it whole. */
export class Session {
  readonly engine: EngineCalls
  readonly storage: StorageKind
  readonly rooms: RoomsStore
  readonly #connection = new Observable<ConnectionView | undefined>(undefined)
  readonly #providers = new Observable<readonly ProviderView[]>([])
  readonly #devices = new Observable<readonly DeviceView[]>([])
  readonly #history = new Observable<HistoryOfDevice | undefined>(undefined)
  readonly #self = new Observable<PersonView | undefined>(undefined)
  readonly #contacts = new Observable<readonly PersonView[]>([])
  /** People who are or were in a room. */
  readonly #people = new Observable<ReadonlyMap<AccountId, PersonView>>(new Map())
  readonly #asked = new Set<AccountId>()
  readonly #readConnection: () => Promise<void>
  readonly #readHistory: () => Promise<void>
  readonly #readPeople: () => Promise<void>
  readonly #readDevices: () => Promise<void>
  readonly #unsubscribe: () => void
  #window: { readonly room: RoomId; readonly messages: MessageWindow } | undefined

  constructor(engine: EngineCalls, storage: StorageKind) {
    this.engine = engine
    this.storage = storage
    this.rooms = new RoomsStore(engine)
    this.#readConnection = createRefresher(async () => {
      this.#connection.set(await engine.call('connection'))
      this.#providers.set(await engine.call('providers'))
    })
    this.#readPeople = createRefresher(async () => {
      this.#self.set(await engine.call('self'))
      this.#contacts.set(await engine.call('contacts'))
    })
    this.#readDevices = createRefresher(async () => {
      this.#devices.set(await engine.call('devices'))
    })
    this.#readHistory = createRefresher(async () => {
      this.#history.set({ history: await engine.call('history'), kept: await engine.call('keptHistory') })
    })
    this.#unsubscribe = engine.subscribe((event) => this.#take(event))
    this.#readAll()
  }

  get connection(): Observed<ConnectionView | undefined> {
    return this.#connection
  }

  /** Where the account lives, in order. */
  get providers(): Observed<readonly ProviderView[]> {
    return this.#providers
  }

  /** This one first. */
  get devices(): Observed<readonly DeviceView[]> {
    return this.#devices
  }

  /** What was said before this device came, and what is kept for the way back. */
  get history(): Observed<HistoryOfDevice | undefined> {
    return this.#history
  }

  get self(): Observed<PersonView | undefined> {
    return this.#self
  }

  get contacts(): Observed<readonly PersonView[]> {
    return this.#contacts
  }

  get people(): Observed<ReadonlyMap<AccountId, PersonView>> {
    return this.#people
  }

  /** What deadlines are held against; UTC ms. */
  now(): number {
    return Date.now() + (this.#connection.value?.deadlinesAheadMs ?? 0)
  }

  /** One conversation at a time: the one before is forgotten. */
  openMessages(room: RoomId): MessageWindow {
    if (this.#window?.room === room) return this.#window.messages
    this.#window?.messages.close()
    const messages = new MessageWindow(this.engine, room, this.rooms.find(room)?.unread)
    this.#window = { room, messages }
    return messages
  }

  closeMessages(room: RoomId): void {
    if (this.#window?.room !== room) return
    this.#window.messages.close()
    this.#window = undefined
  }

  /** Looks a person up once; `people` tells when the name is known. */
  needPerson(account: AccountId): void {
    if (this.#asked.has(account)) return
    this.#asked.add(account)
    void this.engine.call('person', account).then(
      (person) => this.#people.set(new Map(this.#people.value).set(account, person)),
      () => this.#asked.delete(account),
    )
  }

  close(): void {
    this.#unsubscribe()
    this.#window?.messages.close()
    this.#window = undefined
  }

  #take(event: EngineEvent): void {
    if (event.kind === 'state') return this.#readAll()
    this.rooms.take(event)
    this.#window?.messages.take(event)
    if (event.kind === 'connectionChanged' || event.kind === 'providersChanged') void this.#readConnection()
    if (event.kind === 'historyChanged' || event.kind === 'accountChanged') void this.#readHistory()
    if (event.kind === 'devicesChanged' || event.kind === 'accountChanged') void this.#readDevices()
    if (event.kind === 'contactsChanged' || event.kind === 'accountChanged') {
      this.#asked.clear()
      this.#people.set(new Map())
      void this.#readPeople()
    }
  }

  /** At the beginning, and when another engine has taken over. */
  #readAll(): void {
    void this.rooms.load().catch(() => undefined)
    void this.#readConnection()
    void this.#readPeople()
    void this.#readDevices()
    void this.#readHistory()
    if (this.#window !== undefined) {
      const { room } = this.#window
      this.#window.messages.take({ kind: 'messagesChanged', room })
    }
  }
}
