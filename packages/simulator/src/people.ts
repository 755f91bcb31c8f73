import { copySeat, resendContent } from '@rushlight/core/testing'
import type { Client, MessageView, RoomView } from '@rushlight/core'
import type { AccountId, RoomId } from '@rushlight/protocol'
import type { DeedKind } from './deeds.ts'
import type { DeviceHost } from './device-host.ts'
import type { Intruders } from './intruders.ts'
import { CANARY } from './ledger.ts'
import type { Life } from './ledger.ts'
import type { Random } from './random.ts'
import { speak } from './speak.ts'
import type { SpokenTimers } from './speak.ts'
import type { World } from './world.ts'

/** Somebody with one name and a few devices. */
export type Person = { readonly name: string; readonly devices: readonly DeviceHost[] }

/** Somebody at a device that runs. */
type Actor = {
  readonly person: Person
  readonly host: DeviceHost
  readonly client: Client
  readonly life: Life
}

const EXPIRE_CHOICES_MS = [undefined, undefined, 5_000, 30_000, 300_000] as const
const BURN_CHOICES_MS = [undefined, undefined, undefined, 5_000] as const
const ROOMS_EACH_MAX = 4
const LOOKED_BACK = 20
/** A few pieces, and a part of one. */
const FILE_BYTES_MAX = 150_000
const ENDED_CHANCE = 0.2

type Act = (actor: Actor) => Promise<void>

/** What people do, one thing at a time, drawn from the seed: through the client's own interface and nothing else. */
export class Crowd {
  readonly people: readonly Person[]
  readonly #world: World
  readonly #intruders: Intruders
  readonly #random: Random
  readonly #acts: readonly (readonly [number, Act])[] = [
    [44, (actor) => this.#speak(actor)],
    [15, (actor) => this.#read(actor)],
    [6, (actor) => this.#sendFile(actor)],
    [8, (actor) => this.#fetchFile(actor)],
    [9, (actor) => this.#meet(actor)],
    [9, (actor) => this.#change(actor)],
    [4, (actor) => this.#takeBack(actor)],
    [3, (actor) => this.#deleteForMe(actor)],
    [5, (actor) => this.#resend(actor)],
    [2, (actor) => this.#draft(actor)],
    [4, (actor) => this.#answerRequest(actor)],
    [1, (actor) => this.#block(actor)],
    [3, (actor) => this.#addDevice(actor)],
    [2, (actor) => this.#leave(actor)],
    [1, (actor) => this.#drop(actor)],
    [2, (actor) => this.#signOut(actor)],
    [1, (actor) => this.#deleteAccount(actor)],
  ]

  constructor(world: World, intruders: Intruders, people: readonly Person[]) {
    this.people = people
    this.#intruders = intruders
    this.#world = world
    this.#random = world.random.fork('people')
  }

  /** Somebody does something. Nothing happens if it makes no sense just now. */
  async act(): Promise<void> {
    const person = this.#random.pick(this.people)
    const host = this.#random.pick(person?.devices.filter((device) => device.isUp) ?? [])
    let roll = this.#random.below(this.#acts.reduce((sum, [weight]) => sum + weight, 0))
    const { client, life } = host ?? {}
    if (person === undefined || host === undefined || client === undefined || life === undefined) return
    for (const [weight, run] of this.#acts) {
      roll -= weight
      if (roll < 0) return run({ person, host, client, life })
    }
  }

  #did(deed: DeedKind, { name }: Life): void {
    const { deeds, trace, scheduler } = this.#world
    deeds[deed] += 1
    trace.note(`${scheduler.now()} ${name} ${deed}`)
  }

  async #speak({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'joined' || standing === 'creating')
    if (room === undefined) return
    const timers = this.#timers()
    const { burnMs, expireMs } = timers
    const id = await speak(this.#world, { client, life }, { room: room.id, ...timers })
    if (id === undefined) return
    this.#did(burnMs !== undefined ? 'spokeBurning' : expireMs !== undefined ? 'spokeExpiring' : 'spoke', life)
  }

  #timers(): SpokenTimers {
    const expireMs = this.#random.pick(EXPIRE_CHOICES_MS)
    const burnMs = this.#random.pick(BURN_CHOICES_MS)
    return { ...(expireMs === undefined ? {} : { expireMs }), ...(burnMs === undefined ? {} : { burnMs }) }
  }

  async #sendFile({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'joined' || standing === 'creating')
    if (room === undefined) return
    const fileBytes = [FILE_BYTES_MAX, 1 + this.#random.below(FILE_BYTES_MAX)].slice(this.#random.below(2))
    const id = await speak(this.#world, { client, life }, { room: room.id, fileBytes, ...this.#timers() })
    if (id !== undefined) this.#did('sentFile', life)
  }

  /** What somebody fetches he may have already, or have tried to. */
  async #fetchFile({ client, life }: Actor): Promise<void> {
    const message = await this.#messageOf(client, ({ body }) => body.kind === 'text' && body.files.length > 0)
    const file = message?.body.kind === 'text' ? this.#random.pick(message.body.files) : undefined
    if (file === undefined) return
    await client.files.fetch(file.ref)
    this.#did('fetchedFile', life)
  }

  async #read({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ unread }) => unread > 0)
    if (room === undefined) return
    const messages = await client.messages(room.id, { limit: LOOKED_BACK })
    const unread = messages.filter(({ isOwn, readAt }) => !isOwn && readAt === undefined).map(({ id }) => id)
    await client.markRead(room.id, unread)
    if (unread.length > 0) this.#did('read', life)
    for (const id of unread) this.#world.ledger.read(life, id)
  }

  async #meet({ client, life }: Actor): Promise<void> {
    const rooms = await client.rooms()
    if (rooms.length >= ROOMS_EACH_MAX + 1) return
    const others = await this.#lookUp(client, 1 + this.#random.below(3))
    const [first] = others
    if (first === undefined) return
    const isDirect = this.#random.chance(0.4)
    const title = `${CANARY} room ${this.#random.below(1000)}`
    const room = isDirect ? await client.startDirect(first) : await client.createRoom(title, others)
    if (room !== undefined) this.#did(isDirect ? 'startedDirect' : 'createdRoom', life)
  }

  async #change({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ kind, standing }) => kind === 'group' && standing === 'joined')
    if (room === undefined) return
    const other = this.#random.pick(room.participants.filter(({ isSelf }) => !isSelf))
    const roll = this.#random.below(6)
    if (roll === 0) {
      const title = `${CANARY} ${this.#random.below(1000)}`
      return this.#changed(life, 'renamed', await client.changeRoom(room.id, { kind: 'title', title }))
    }
    if (roll === 1) {
      const timers = { expireMs: 600_000 }
      return this.#changed(life, 'changedTimers', await client.changeRoom(room.id, { kind: 'timers', timers }))
    }
    if (roll === 2) {
      const [added] = await this.#lookUp(client, 1)
      if (added === undefined) return
      return this.#changed(life, 'addedMember', await client.changeRoom(room.id, { kind: 'add', accounts: [added] }))
    }
    if (other === undefined) return
    const { account } = other
    if (roll === 3) {
      const role = { kind: 'role', account, isModerator: this.#random.chance(0.7) } as const
      return this.#changed(life, 'changedRole', await client.changeRoom(room.id, role))
    }
    await this.#steal(account, room.id)
    return this.#changed(life, 'removedMember', await client.changeRoom(room.id, { kind: 'remove', account }))
  }

  #changed(life: Life, deed: DeedKind, changed: Awaited<ReturnType<Client['changeRoom']>>): void {
    if (changed === 'queued') this.#did(deed, life)
  }

  /** Somebody keeps the keys that a device of that account has in the room. */
  async #steal(account: AccountId, room: RoomId): Promise<void> {
    const devices = this.people.flatMap((person) => person.devices)
    const victim = this.#random.pick(devices.filter((device) => device.isUp && device.life?.account === account))
    const seat = victim?.client === undefined ? undefined : await copySeat(victim.client, room)
    if (seat !== undefined) this.#intruders.keep(seat)
  }

  async #takeBack({ client, life }: Actor): Promise<void> {
    const message = await this.#messageOf(client, ({ isOwn, body }) => isOwn && body.kind === 'text')
    if (message === undefined) return
    const spoken = this.#world.ledger.spoken.get(message.id)
    if (spoken !== undefined) spoken.isTakenBack = true
    life.deleted.add(message.id)
    if ((await client.deleteForEveryone(message.room, message.id)) === 'done') this.#did('tookBack', life)
  }

  async #deleteForMe({ client, life }: Actor): Promise<void> {
    const message = await this.#messageOf(client, ({ isOwn, body }) => !isOwn && body.kind === 'text')
    if (message === undefined) return
    life.deleted.add(message.id)
    if ((await client.deleteForMe(message.room, message.id)) === 'done') this.#did('deletedForMe', life)
  }

  /** As after a change of hub: the author says it again, nobody shows it again. */
  async #resend({ client, life }: Actor): Promise<void> {
    const message = await this.#messageOf(client, ({ isOwn, body }) => isOwn && body.kind === 'text')
    if (message === undefined) return
    const spoken = this.#world.ledger.spoken.get(message.id)
    if (spoken !== undefined) spoken.isResent = true
    if (await resendContent(client, message.room, message.id)) this.#did('resent', life)
  }

  async #draft({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'joined')
    if (room === undefined) return
    const text = this.#random.chance(0.7) ? `${CANARY} draft ${this.#random.below(1000)}` : ''
    await client.saveDraft(room.id, text)
    this.#did('drafted', life)
  }

  async #answerRequest({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'request')
    if (room === undefined) return
    const isWanted = this.#random.chance(0.8)
    await (isWanted ? client.acceptRequest(room.id) : client.leaveRoom(room.id))
    this.#did(isWanted ? 'accepted' : 'declined', life)
  }

  async #block({ client, life }: Actor): Promise<void> {
    const contacts = await client.contacts()
    const person = this.#random.pick(contacts.filter(({ isSelf }) => !isSelf))
    if (person === undefined) return
    if (!person.isBlocked) this.#world.ledger.noteBlocked(life.account, person.account)
    await (person.isBlocked ? client.unblock(person.account) : client.block(person.account))
    this.#did(person.isBlocked ? 'unblocked' : 'blocked', life)
  }

  async #leave({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ kind, standing }) => kind === 'group' && standing === 'joined')
    if (room === undefined) return
    await this.#steal(life.account, room.id)
    await client.leaveRoom(room.id)
    this.#did('left', life)
  }

  async #drop({ client, life }: Actor): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'left' || standing === 'removed')
    if (room === undefined) return
    await client.dropRoom(room.id)
    this.#did('droppedRoom', life)
  }

  async #addDevice({ person, life }: Actor): Promise<void> {
    const empty = person.devices.find((device) => device.client !== undefined && !device.client.hasAccount)
    if (empty !== undefined && (await empty.enter('signIn', person.name))) this.#did('signedIn', life)
  }

  /** Not the last one: what only that device held would be gone, and nobody was promised otherwise. */
  async #signOut({ person, host, client, life }: Actor): Promise<void> {
    if (person.devices.filter((device) => device.isUp).length < 2) return
    const room = await this.#roomOf(client, ({ kind, standing }) => kind === 'group' && standing === 'joined')
    const seat = room === undefined ? undefined : await copySeat(client, room.id)
    const done = await client.signOut()
    if (host.client === client && host.life === life) host.wipe()
    this.#world.trace.note(`${this.#world.scheduler.now()} ${host.name} signed out: ${done}`)
    if (done !== 'done') return
    this.#did('signedOut', life)
    if (seat !== undefined) this.#intruders.keep(seat)
  }

  /** Once in a world at most: somebody has had enough, and the others go on. */
  async #deleteAccount({ person, host, client, life }: Actor): Promise<void> {
    const { ledger, trace, scheduler } = this.#world
    if (this.people.length < 3 || ledger.ended.size > 0 || !this.#random.chance(ENDED_CHANCE)) return
    const room = await this.#roomOf(client, ({ kind, standing }) => kind === 'group' && standing === 'joined')
    const seat = room === undefined ? undefined : await copySeat(client, room.id)
    const done = await client.deleteAccount()
    trace.note(`${scheduler.now()} ${host.name} deleted the account of ${person.name}: ${done}`)
    if (done !== 'done') return
    if (host.client === client && host.life === life) host.wipe()
    ledger.ended.set(life.account, life)
    this.#did('deletedAccount', life)
    if (seat !== undefined) this.#intruders.keep(seat)
  }

  async #roomOf(client: Client, isWanted: (room: RoomView) => boolean): Promise<RoomView | undefined> {
    const rooms = await client.rooms()
    return this.#random.pick(rooms.filter((room) => isWanted(room)).sort((a, b) => compareText(a.id, b.id)))
  }

  async #messageOf(client: Client, isWanted: (message: MessageView) => boolean): Promise<MessageView | undefined> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'joined')
    const messages = room === undefined ? [] : await client.messages(room.id, { limit: LOOKED_BACK })
    return this.#random.pick(messages.filter((message) => isWanted(message)))
  }

  async #lookUp(client: Client, count: number): Promise<readonly AccountId[]> {
    const names = this.people.map(({ name }) => name)
    const found = new Set<AccountId>()
    const own = (await client.self()).account
    for (let i = 0; i < count; i++) {
      const answer = await client.findByHandle(this.#random.pick(names) ?? '')
      if (answer.kind === 'found' && answer.account !== own) found.add(answer.account)
    }
    return [...found]
  }
}

function compareText(a: RoomId, b: RoomId): number {
  return a < b ? -1 : 1
}
