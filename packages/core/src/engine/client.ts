import { span } from '@rushlight/protocol'
import type { AccountId, HelloResult, MessageId, RoomId } from '@rushlight/protocol'
import { updateBackups } from '../account/backup.ts'
import { followKnownRecord } from '../account/authenticate.ts'
import { Devices, nameOwnDevice } from '../account/devices.ts'
import { setReadReceipts } from '../account/change-settings.ts'
import { ProviderOperator } from '../account/provider-operator.ts'
import { recover } from '../account/recover.ts'
import type { Recovered, Recovery } from '../account/recover.ts'
import { RecoveryPhrase } from '../account/recovery-phrase.ts'
import { Safety } from '../account/safety.ts'
import { signIn } from '../account/sign-in.ts'
import type { SignIn, SignedIn } from '../account/sign-in.ts'
import { endAccount, signOut } from '../account/sign-out.ts'
import type { SignedOut } from '../account/sign-out.ts'
import { signUp } from '../account/sign-up.ts'
import type { SignUp, SignedUp } from '../account/sign-up.ts'
import { ClientArchives } from '../archive/client-archives.ts'
import { blockAccount, unblockAccount } from '../directory/change-contact.ts'
import { findByHandle, findById } from '../directory/find-account.ts'
import type { FoundAccount } from '../directory/find-account.ts'
import { Eraser } from '../expiry/erase-due.ts'
import { ClientFiles } from '../file/client-files.ts'
import { FileDesk } from '../file/file-desk.ts'
import { ClientHistory } from '../history/client-history.ts'
import { HistoryDesk } from '../history/history-desk.ts'
import { Providers } from '../home/providers.ts'
import { Asking } from '../letter/ask-to-be-let-in.ts'
import { deleteForEveryone, deleteForMe } from '../message/delete-message.ts'
import type { Deleted } from '../message/delete-message.ts'
import { Linking } from '../linking/linking.ts'
import { markRead } from '../message/mark-read.ts'
import { retryMessage } from '../message/retry-message.ts'
import type { Retried } from '../message/retry-message.ts'
import { sendMessage } from '../message/send-message.ts'
import type { Outgoing, Sent } from '../message/send-message.ts'
import { acknowledgeReceived, listReceived } from '../message/take-received.ts'
import type { ReceivedMessage } from '../message/take-received.ts'
import { acceptRequest } from '../room/accept-request.ts'
import { changeRoom } from '../room/change-room.ts'
import type { Changed, UserChange } from '../room/change-room.ts'
import { createRoom } from '../room/create-room.ts'
import { dropRoom } from '../room/drop-room.ts'
import { leaveRoom } from '../room/leave-room.ts'
import { muteRoom, pinRoom, saveDraft } from '../room/mark-room.ts'
import { startDirect } from '../room/start-direct.ts'
import { NoteTaker } from '../self-room/apply-notes.ts'
import { serveRooms } from '../succession/serve-rooms.ts'
import { findMessageView, findRoom, listContacts, listMessages, listRooms } from '../view/list-views.ts'
import type { PageQuery } from '../view/list-views.ts'
import type { MessageView } from '../view/message-view.ts'
import { viewPerson } from '../view/room-view.ts'
import type { PersonView, RoomView } from '../view/room-view.ts'
import type { ClientEvent } from './client-event.ts'
import { viewConnection } from './connection-view.ts'
import type { ConnectionView } from './connection-view.ts'
import { Core } from './core.ts'
import type { ClientPorts } from './core.ts'
import { isSettled } from './is-settled.ts'
import { loadAccount, loadRooms } from './load-client.ts'
import { takeClockJump } from './take-clock-jump.ts'
import { Visits } from './visits.ts'

/** Several changes make one backup. */
const BACKUP_AFTER_MS: number = 2 * span.SECOND_MS

/**
 * Everything a device can do. A command answers when what it did is durable on this device; what then goes on tells itself
 * by events. Views are asked for anew when an event names them.
 */
export class Client {
  readonly #core: Core
  readonly #eraser: Eraser
  readonly #asking: Asking
  readonly operator: ProviderOperator
  readonly phrase: RecoveryPhrase
  readonly providers: Providers
  readonly safety: Safety
  readonly devices: Devices
  readonly linking: Linking
  readonly files: ClientFiles
  readonly history: ClientHistory
  readonly archives: ClientArchives
  readonly #visits: Visits
  readonly #notes: NoteTaker
  #isRearming = false
  #isBackupPlanned = false

  private constructor(core: Core) {
    this.#core = core
    this.#eraser = new Eraser(core)
    this.#asking = new Asking(core)
    this.#visits = new Visits(core, this.#asking)
    this.operator = new ProviderOperator(core)
    this.phrase = new RecoveryPhrase(core)
    this.providers = new Providers(core)
    this.safety = new Safety(core)
    this.devices = new Devices(core)
    this.linking = new Linking(core, (greeting) => this.#arrive(greeting))
    this.files = new ClientFiles(core)
    this.archives = new ClientArchives(core, () => this.#eraser.run())
    core.setFiles(new FileDesk(core))
    this.history = new ClientHistory(core)
    core.history = new HistoryDesk(core)
    serveRooms(core)
    core.removeAgain = (devices) => {
      for (const device of devices) core.spawn(this.devices.remove(device))
    }
    this.#notes = new NoteTaker(core)
    core.subscribe((event) => this.#follow(event))
    core.ports.clock.watchJumps((byMs) =>
      takeClockJump(core, byMs, () => {
        this.hurry()
        this.#rearm()
      }),
    )
  }

  /** For the inspection of `testing/`: what views do not show. */
  static coreOf(client: Client): Core {
    return client.#core
  }

  /** Opens the vault's account, if it has one, and erases what is due before anything can be shown. Uses no network. */
  static async open(ports: ClientPorts): Promise<Client> {
    const core = new Core(ports)
    const client = new Client(core)
    if (await loadAccount(core)) {
      await loadRooms(core)
      await client.#eraser.run()
      await core.files.sweep()
      await client.#notes.apply()
    }
    return client
  }

  get hasAccount(): boolean {
    return this.#core.hasAccount
  }

  /** Connects, and stays connected until `close`. */
  start(): void {
    if (this.#core.hasAccount) this.#core.homes.start()
  }

  /** Something says that the network is back: do not wait for the next try. */
  hurry(): void {
    if (!this.#core.hasAccount) return
    this.#core.homes.hurry()
    this.#core.files.hurry()
  }

  /** For a platform that was asleep: what is due is done at once. The alarm sees to the rest. */
  tick(): void {
    this.#core.alarms.tick()
  }

  /** Ends everything; the vault is the caller's to close. */
  async close(): Promise<void> {
    this.#core.isClosed = true
    this.#asking.stop()
    this.#eraser.stop()
    this.#core.homes.stop()
    this.#core.files.stop()
    for (const { outbox } of this.#core.rooms.values()) outbox.stop()
    this.#core.alarms.clear()
    await this.#core.mailbox.run(() => Promise.resolve())
    await this.#core.ports.files.stage.close()
  }

  subscribe(listener: (event: ClientEvent) => void): () => void {
    return this.#core.subscribe(listener)
  }

  /** What a provider says of itself before anyone has an account there; `undefined`: no answer. */
  greet(url: string): Promise<HelloResult | undefined> {
    return this.#core.homes.begin(url).waitForGreeting()
  }

  async signUp(url: string, wanted: SignUp): Promise<SignedUp> {
    const greeting = await this.greet(url)
    if (greeting === undefined) return { kind: 'unreachable' }
    const done = await signUp(this.#core, wanted)
    if (done.kind === 'done') await this.#begin(greeting, wanted.deviceName)
    return done
  }

  signIn(url: string, wanted: SignIn): Promise<SignedIn> {
    return this.#enter(url, wanted, signIn)
  }

  recover(url: string, wanted: Recovery): Promise<Recovered> {
    return this.#enter(url, wanted, recover)
  }

  /** Into an account that there is already, on an empty device. */
  async #enter<W extends Pick<SignIn, 'deviceName'>, D extends { readonly kind: string }>(
    url: string,
    wanted: W,
    enter: (core: Core, wanted: W) => Promise<D>,
  ): Promise<D | { readonly kind: 'unreachable' }> {
    const greeting = await this.greet(url)
    if (greeting === undefined) return { kind: 'unreachable' }
    const done = await enter(this.#core, wanted)
    if (done.kind !== 'done') return done
    await this.#arrive(greeting, wanted.deviceName)
    return done
  }

  /** The account has come into the vault. */
  async #arrive(greeting: HelloResult, deviceName?: string): Promise<void> {
    await loadAccount(this.#core)
    await loadRooms(this.#core)
    await this.#begin(greeting, deviceName)
  }

  async #begin(greeting: HelloResult, deviceName: string | undefined): Promise<void> {
    if (deviceName !== undefined) await nameOwnDevice(this.#core, deviceName)
    await this.#visits.comeOnline(this.#core.homes.present, greeting)
  }

  /** Then the caller erases the vault. */
  async signOut(): Promise<SignedOut> {
    const done = await signOut(this.#core)
    await this.close()
    return done
  }

  /** Ends the account everywhere; then the caller erases the vault, unless there was no answer. */
  async deleteAccount(): Promise<SignedOut> {
    const done = await endAccount(this.#core)
    if (done === 'done') await this.close()
    return done
  }

  self(): Promise<PersonView> {
    return viewPerson(this.#core, this.#core.self.account.id)
  }

  connection(): ConnectionView {
    return viewConnection(this.#core)
  }

  /** Nothing is on its way to the provider, nor becomes due within `withinMs`: who ends now leaves nothing for later. */
  isSettled(withinMs: number): Promise<boolean> {
    return isSettled(this.#core, withinMs)
  }

  settings(): { readonly readReceipts: boolean } {
    return { readReceipts: this.#core.settings.readReceipts }
  }

  setReadReceipts(readReceipts: boolean): Promise<void> {
    return setReadReceipts(this.#core, readReceipts)
  }

  rooms(): Promise<readonly RoomView[]> {
    return listRooms(this.#core)
  }

  room(id: RoomId): Promise<RoomView | undefined> {
    return findRoom(this.#core, id)
  }

  messages(room: RoomId, query: PageQuery): Promise<readonly MessageView[]> {
    return listMessages(this.#core, room, query)
  }

  message(room: RoomId, id: MessageId): Promise<MessageView | undefined> {
    return findMessageView(this.#core, room, id)
  }

  contacts(): Promise<readonly PersonView[]> {
    return listContacts(this.#core)
  }

  person(account: AccountId): Promise<PersonView> {
    return viewPerson(this.#core, account)
  }

  /** `alice`, or `alice@chat.example.org`. */
  findByHandle(handle: string): Promise<FoundAccount> {
    return findByHandle(this.#core, handle)
  }

  findById(account: AccountId): Promise<FoundAccount> {
    return findById(this.#core, account)
  }

  /** The conversation with one person. `undefined` before this device was online for the first time. */
  startDirect(account: AccountId): Promise<RoomId | undefined> {
    return startDirect(this.#core, account)
  }

  createRoom(title: string, members: readonly AccountId[]): Promise<RoomId | undefined> {
    return createRoom(this.#core, { kind: 'group', title, members })
  }

  changeRoom(room: RoomId, change: UserChange): Promise<Changed> {
    return changeRoom(this.#core, room, change)
  }

  acceptRequest(room: RoomId): Promise<void> {
    return acceptRequest(this.#core, room)
  }

  leaveRoom(room: RoomId): Promise<void> {
    return leaveRoom(this.#core, room)
  }

  /** Takes a room that this device is not in any more off the list, with everything that was said in it. */
  dropRoom(room: RoomId): Promise<void> {
    return dropRoom(this.#core, room)
  }

  saveDraft(room: RoomId, text: string): Promise<void> {
    return saveDraft(this.#core, room, text)
  }

  /** A pinned room stands above the others. */
  pinRoom(room: RoomId, isPinned: boolean): Promise<void> {
    return pinRoom(this.#core, room, isPinned)
  }

  /** No notifications until then, UTC ms; 0: again from now on. */
  muteRoom(room: RoomId, until: number): Promise<void> {
    return muteRoom(this.#core, room, until)
  }

  block(account: AccountId): Promise<void> {
    return blockAccount(this.#core, account)
  }

  unblock(account: AccountId): Promise<void> {
    return unblockAccount(this.#core, account)
  }

  send(room: RoomId, outgoing: Outgoing): Promise<Sent> {
    return sendMessage(this.#core, room, outgoing)
  }

  /** Brings an own message that has failed on its way again. */
  retryMessage(room: RoomId, id: MessageId): Promise<Retried> {
    return retryMessage(this.#core, room, id)
  }

  deleteForMe(room: RoomId, id: MessageId): Promise<Deleted> {
    return deleteForMe(this.#core, room, id)
  }

  deleteForEveryone(room: RoomId, id: MessageId): Promise<Deleted> {
    return deleteForEveryone(this.#core, room, id)
  }

  markRead(room: RoomId, ids: readonly MessageId[]): Promise<void> {
    return markRead(this.#core, room, ids)
  }

  /** Messages of others that were not handed out on this device before. */
  received(limit: number): Promise<readonly ReceivedMessage[]> {
    return listReceived(this.#core, limit)
  }

  acknowledgeReceived(tickets: readonly Uint8Array[]): Promise<void> {
    return acknowledgeReceived(this.#core, tickets)
  }

  /** What follows from a change: something to bring, something to erase in time, something to keep safe. */
  #follow(event: ClientEvent): void {
    const core = this.#core
    if (core.isClosed || !core.hasAccount) return
    if (event.kind === 'contactsChanged') core.spawn(core.changes.run(() => followKnownRecord(core)))
    if (event.kind === 'roomChanged') void core.rooms.get(event.room)?.outbox.flush()
    if (event.kind === 'messagesChanged') this.#rearm()
    if (event.kind === 'erased') this.#eraser.noteErased()
    const isOwed = core.homes.ready.some((home) => core.rowOf(home)?.backupDirty === true)
    if (isOwed && !this.#isBackupPlanned) this.#planBackup()
  }

  #rearm(): void {
    if (this.#isRearming) return
    this.#isRearming = true
    const rearmed = this.#eraser.rearm().finally(() => {
      this.#isRearming = false
    })
    this.#core.spawn(rearmed, () => this.#rearm())
  }

  #planBackup(): void {
    this.#isBackupPlanned = true
    this.#core.alarms.set(this.#core.ports.clock.now() + BACKUP_AFTER_MS, () => {
      this.#isBackupPlanned = false
      this.#core.spawn(updateBackups(this.#core))
    })
  }
}
