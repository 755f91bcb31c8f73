import { closeAddress, span } from '@rushlight/protocol'
import type { AccountId, Crypto, DeviceId, LogId, ProviderName, RoomId } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import type { SelfRow } from '../account/self-row.ts'
import { selfTable } from '../account/self-row.ts'
import { DEFAULT_SETTINGS } from '../account/settings-row.ts'
import type { SettingsRow } from '../account/settings-row.ts'
import { viewSelf } from '../account/view-self.ts'
import { Homes } from '../home/homes.ts'
import type { Home, HomeEvents } from '../home/home.ts'
import type { HomeRow } from '../home/home-row.ts'
import type { OwnAddress } from '../home/own-address.ts'
import type { Link } from '../link/link.ts'
import type { Clock } from '../ports/clock.ts'
import type { FileStage } from '../ports/file-stage.ts'
import type { Http } from '../ports/http.ts'
import type { Log } from '../ports/log.ts'
import type { PasswordLogin } from '../ports/password-login.ts'
import type { Transport } from '../ports/transport.ts'
import { KnownHeads } from '../directory/known-heads.ts'
import { Hubs } from '../hub/hubs.ts'
import type { HistoryWork } from '../history/history-work.ts'
import type { FileWork } from '../file/file-work.ts'
import { RoomOutbox } from '../outbox/room-outbox.ts'
import { RoomActor } from '../room/room-actor.ts'
import type { RoomWorld, SelfView } from '../room/room-step.ts'
import { createAlarms } from './alarms.ts'
import type { Alarms } from './alarms.ts'
import type { ClientEvent } from './client-event.ts'
import { failureCode } from './failure-code.ts'
import { createMailbox } from './mailbox.ts'
import type { Mailbox } from './mailbox.ts'
import { Step } from './step.ts'

export type ClientPorts = {
  readonly store: RecordStore
  readonly crypto: Crypto
  readonly clock: Clock
  readonly transport: Transport
  readonly passwords: PasswordLogin
  readonly files: FilePorts
  readonly log: Log
  /** Name and version of the program. */
  readonly software: string
}

export type FilePorts = {
  readonly stage: FileStage
  readonly http: Http
  /** Small pictures are fetched without being asked for. */
  readonly fetchesPictures: boolean
}

export type OwnNotes = { bring(withinMs: number): void; apply(): void }

/** One room at work. */
export type RoomAtWork = { readonly actor: RoomActor; readonly outbox: RoomOutbox }

/** A clock that is further off than this cannot be meant: a provider that lies about the time moves ours no further. */
const CLOCK_CORRECTED_MS_MAX: number = span.DAY_MS

/**
 * What the parts of one client share: ports, who we are, the homes, and the rooms. It decides nothing; the folders named
 * after things do.
 */
export class Core {
  readonly ports: ClientPorts
  readonly alarms: Alarms
  /** Steps of the account: one at a time. */
  readonly mailbox: Mailbox = createMailbox()
  /** The account's providers, and the way to all others. */
  readonly homes: Homes
  readonly hubs: Hubs
  /** Changes of the account's record that the user asks for: one at a time. */
  readonly changes: Mailbox = createMailbox()
  readonly rooms: Map<RoomId, RoomAtWork> = new Map()
  readonly roomOfLog: Map<LogId, RoomId> = new Map()
  readonly blocked: Set<AccountId> = new Set()
  readonly heads: KnownHeads
  readonly world: RoomWorld
  readonly #selfChanges: Mailbox = createMailbox()
  readonly #listeners = new Set<(event: ClientEvent) => void>()
  #self: SelfView | undefined
  #files: FileWork | undefined
  #providerAheadMs = 0
  #count = 0
  settings: SettingsRow = DEFAULT_SETTINGS
  isClosed = false
  #isDisputed = false
  /** How often the backup was marked: one that was begun before the last time does not count. */
  backupMarks = 0
  /** Set by the client: history on its way. */
  history: HistoryWork = { flush: () => undefined, want: () => undefined, settle: () => Promise.resolve(true) }
  /** This device keeps messages at the providers for the way back. */
  isKeeper = false
  /** Set by the self-room folder: what devices of the account tell each other. */
  ownNotes: OwnNotes = { bring: () => undefined, apply: () => undefined }
  /** Set by the client: what happens at the homes. */
  homeEvents: HomeEvents = {
    onOpen: () => undefined,
    onPush: () => undefined,
    onUnknown: () => undefined,
    onLost: () => undefined,
  }

  constructor(ports: ClientPorts) {
    this.ports = ports
    this.alarms = createAlarms(ports.clock)
    this.heads = new KnownHeads(ports.store, ports.crypto)
    const { store, crypto, software } = ports
    this.homes = new Homes({ ...ports, alarms: this.alarms }, () => this.homeEvents)
    this.hubs = new Hubs({ crypto, store, homes: this.homes, software, self: () => this.#self })
    this.world = {
      heads: this.heads,
      store: ports.store,
      crypto: ports.crypto,
      log: ports.log,
      self: () => this.self,
      now: () => this.now(),
      nextCount: () => this.nextCount(),
      isBlocked: (account) => this.blocked.has(account),
      closeAddress: (address) => this.#closeAddress(address),
      fetchesPictures: ports.files.fetchesPictures,
      flushFiles: () => this.files.flush(),
      sweepFiles: () => this.spawn(this.files.sweep(), () => void this.files.sweep()),
      meet: (room) => this.meet(room),
      markBackup: () => this.spawn(this.markBackup()),
      doubtSession: () => {
        for (const { link } of this.homes.ready) link.renew()
      },
      bringNotes: (withinMs) => this.ownNotes.bring(withinMs),
      applyNotes: () => this.ownNotes.apply(),
      keepsHistory: () => this.isKeeper,
      wantHistory: (change) => this.history.want(change),
      tell: (event) => this.tell(event),
    }
  }

  get store(): RecordStore {
    return this.ports.store
  }

  get crypto(): Crypto {
    return this.ports.crypto
  }

  /** Only while the vault holds an account. */
  get self(): SelfView {
    if (this.#self === undefined) throw new Error('no account in this vault')
    return this.#self
  }

  get files(): FileWork {
    if (this.#files === undefined) throw new Error('a client without its files')
    return this.#files
  }

  setFiles(files: FileWork): void {
    this.#files = files
  }

  get hasAccount(): boolean {
    return this.#self !== undefined
  }

  /** To the first of the account's providers that is open. Only while there are any. */
  get link(): Link {
    return this.homes.present.link
  }

  /** Some provider of the account knows which device this is. */
  get isReady(): boolean {
    return this.homes.ready.length > 0
  }

  get isOpen(): boolean {
    return this.homes.open.length > 0
  }

  /** How far the provider's clock is ahead of this device's; 0 before the first greeting and after a jump of the own clock. */
  get providerAheadMs(): number {
    return this.#providerAheadMs
  }

  /** What was known of it was held against a clock that is no more. */
  forgetProviderTime(): void {
    this.#providerAheadMs = 0
  }

  noteProviderTime(providerNow: number): void {
    const ahead = providerNow - this.ports.clock.now()
    this.#providerAheadMs = Math.max(-CLOCK_CORRECTED_MS_MAX, Math.min(CLOCK_CORRECTED_MS_MAX, ahead))
  }

  /** UTC ms against which deadlines are held. */
  now(): number {
    return this.ports.clock.now() + Math.max(0, this.#providerAheadMs)
  }

  /** Runs `task` once it is `at` by the time against which deadlines are held. */
  wakeAt(at: number, task: () => void): () => void {
    return this.alarms.set(at - Math.max(0, this.#providerAheadMs), task)
  }

  /** UTC ms to write into what others will read: the provider's clock, as far as we know it. */
  sharedNow(): number {
    return this.ports.clock.now() + this.#providerAheadMs
  }

  /** Goes up over restarts too: it begins with the time. */
  nextCount(): number {
    this.#count = Math.max(this.#count + 1, this.ports.clock.now() * COUNTS_PER_MS)
    return this.#count
  }

  /** Counts that are in the vault already are not given again, wherever the clock has gone meanwhile. */
  noteCount(count: number): void {
    this.#count = Math.max(this.#count, count)
  }

  /** Two branches of the account's records put out each other's devices (R35). */
  get isDisputed(): boolean {
    return this.#isDisputed
  }

  noteDispute(isDisputed: boolean): void {
    if (isDisputed === this.#isDisputed) return
    this.#isDisputed = isDisputed
    this.tell({ kind: 'connectionChanged' })
  }

  async setSelf(row: SelfRow): Promise<void> {
    this.#self = await viewSelf(this.crypto, row)
    this.homes.follow(row.homes)
  }

  patchSelf(change: Partial<SelfRow>): Promise<void> {
    return this.changeSelf((row) => ({ ...row, ...change }))
  }

  /** Changes the own row, durably. One change after another, each on top of what the one before has left. */
  changeSelf(change: (row: SelfRow) => SelfRow): Promise<void> {
    return this.#selfChanges.run(async () => {
      const row = change(this.self.row)
      const step = new Step(this.store)
      step.put(selfTable, 'self', row)
      await step.commit()
      await this.setSelf(row)
    })
  }

  /** What is kept of a home; `undefined` if it is none of the account's (any more). */
  rowOf({ name }: Pick<Home, 'name'>): HomeRow | undefined {
    return this.#self?.row.homes.find(({ provider }) => provider.name === name)
  }

  /** As `changeSelf`, for what is kept of one home. One that is gone meanwhile stays so. */
  changeHome(name: ProviderName, change: (row: HomeRow) => HomeRow): Promise<void> {
    return this.changeSelf((self) => ({
      ...self,
      homes: self.homes.map((row) => (row.provider.name === name ? change(row) : row)),
    }))
  }

  /** What is kept for the way back after a loss has changed: the sealed backup has to follow. */
  async markBackup(): Promise<void> {
    this.backupMarks += 1
    if (this.self.row.homes.every(({ backupDirty }) => backupDirty)) return
    await this.changeSelf((row) => ({ ...row, homes: row.homes.map((home) => ({ ...home, backupDirty: true })) }))
  }

  roomAt(id: RoomId): RoomAtWork {
    const known = this.rooms.get(id)
    if (known !== undefined) return known
    const actor = new RoomActor(this.world, id)
    const { world } = this
    const outbox = new RoomOutbox(actor, {
      world,
      hubs: this.hubs,
      alarms: { set: (at, task) => this.wakeAt(at, task) },
      pull: async (one) => void (await this.pull(one)),
      doubt: (hub) => this.doubt(hub),
      movedTo: (log) => this.roomOfLog.set(log, id),
    })
    const room = { actor, outbox }
    this.rooms.set(id, room)
    return room
  }

  /** Set by the client: devices whose removal has lost against another device's change at the same time (R35). */
  removeAgain: (devices: readonly DeviceId[]) => void = () => undefined

  /** Set by the succession folder: the hub does not know the room's log any more. */
  meet: (room: RoomId) => void = () => undefined

  /** Set by the succession folder: some room went on in a log that is not known here. */
  meetNewest: () => Promise<void> = () => Promise.resolve()

  /** Set by the succession folder: a hub did not answer. */
  doubt: (hub: ProviderName) => void = () => undefined

  /** Set by the succession folder: pulls what a room is missing, and has it meet the others where the hub does not give it. */
  pull: (actor: RoomActor) => Promise<'done' | 'later'> = () => Promise.resolve('done')

  /** Lets something go on by itself. If it fails, what it was to do is still there, and `retry` sees to it later. */
  spawn(task: Promise<unknown>, retry: () => void = () => undefined): void {
    task.catch((error: unknown) => {
      if (this.isClosed) return
      this.ports.log.note(failureCode(error))
      this.alarms.set(this.ports.clock.now() + RETRY_MS, retry)
    })
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(event: ClientEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  #closeAddress({ id, provider }: OwnAddress): void {
    const home = this.homes.at(provider)
    if (home?.isReady === true) this.spawn(home.link.call(closeAddress, { address: id }))
  }
}

const COUNTS_PER_MS = 1024
const RETRY_MS: number = 5 * span.SECOND_MS
