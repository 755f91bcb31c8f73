import type { AccountId, MessageId, RoomId } from '@rushlight/protocol'
import type { Client, RoomView } from '@rushlight/core'
import { CANARY } from './ledger.ts'
import type { DeviceHost } from './device-host.ts'
import type { Random } from './random.ts'
import type { World } from './world.ts'

/** Somebody with one name and a few devices. */
export type Person = { readonly name: string; readonly devices: readonly DeviceHost[] }

const EXPIRE_CHOICES_MS = [undefined, undefined, 5_000, 30_000, 300_000] as const
const BURN_CHOICES_MS = [undefined, undefined, undefined, 5_000] as const
const ROOMS_EACH_MAX = 4

/** What people do, one thing at a time, drawn from the seed: through the client's own interface and nothing else. */
export class Crowd {
  readonly people: readonly Person[]
  readonly #world: World
  readonly #random: Random

  constructor(world: World, people: readonly Person[]) {
    this.people = people
    this.#world = world
    this.#random = world.random.fork('people')
  }

  /** Somebody does something. Nothing happens if it makes no sense just now. */
  async act(): Promise<void> {
    const person = this.#random.pick(this.people)
    const host = this.#random.pick(person?.devices.filter((device) => device.isUp) ?? [])
    const client = host?.client
    if (host === undefined || client === undefined || host.life === undefined) return
    const roll = this.#random.below(100)
    if (roll < 55) return this.#speak(host, client)
    if (roll < 70) return this.#read(client)
    if (roll < 78) return this.#meet(client)
    if (roll < 84) return this.#change(client)
    if (roll < 89) return this.#takeBack(client)
    if (roll < 93) return this.#answerRequest(client)
    if (roll < 96) return this.#addDevice(person)
    if (roll < 98) return this.#leave(client)
    return this.#signOut(person, host, client)
  }

  async #speak(host: DeviceHost, client: Client): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'joined' || standing === 'creating')
    const { life } = host
    if (room === undefined || life === undefined) return
    const { ledger, scheduler } = this.#world
    const number = ledger.nextNumber(life, room.id)
    const text = `${CANARY} ${life.name} ${number} ${room.id.slice(0, 4)}`
    const expireMs = this.#random.pick(EXPIRE_CHOICES_MS)
    const burnMs = this.#random.pick(BURN_CHOICES_MS)
    const timers = { ...(expireMs === undefined ? {} : { expireMs }), ...(burnMs === undefined ? {} : { burnMs }) }
    const queuedAt = scheduler.now()
    // It may become durable and the process die before it can say so: then nobody was promised anything.
    const sent = await client.send(room.id, { text, ...timers })
    if (sent.kind !== 'queued') return
    const message = await client.message(room.id, sent.id)
    const spoken = { id: sent.id, room: room.id, author: life.account, by: life.name, number, text, queuedAt }
    ledger.spoken.set(sent.id, { ...spoken, expiresAt: message?.expiresAt, acceptedSeq: undefined, isTakenBack: false })
  }

  async #read(client: Client): Promise<void> {
    const room = await this.#roomOf(client, ({ unread }) => unread > 0)
    if (room === undefined) return
    const messages = await client.messages(room.id, { limit: 20 })
    const unread = messages.filter(({ isOwn, readAt }) => !isOwn && readAt === undefined)
    await client.markRead(
      room.id,
      unread.map(({ id }) => id),
    )
  }

  async #meet(client: Client): Promise<void> {
    const rooms = await client.rooms()
    if (rooms.length >= ROOMS_EACH_MAX + 1) return
    const others = await this.#lookUp(client, 1 + this.#random.below(3))
    const [first] = others
    if (first === undefined) return
    if (this.#random.chance(0.5)) await client.startDirect(first)
    else await client.createRoom(`${CANARY} room ${this.#random.below(1000)}`, others)
  }

  async #change(client: Client): Promise<void> {
    const room = await this.#roomOf(client, ({ kind, standing }) => kind === 'group' && standing === 'joined')
    if (room === undefined) return
    const other = this.#random.pick(room.participants.filter(({ isSelf }) => !isSelf))
    const roll = this.#random.below(5)
    const [added] = await this.#lookUp(client, 1)
    if (roll === 0) await client.changeRoom(room.id, { kind: 'title', title: `${CANARY} ${this.#random.below(1000)}` })
    if (roll === 1) await client.changeRoom(room.id, { kind: 'timers', timers: { expireMs: 600_000 } })
    if (roll === 2 && other !== undefined) await client.changeRoom(room.id, { kind: 'remove', account: other.account })
    if (roll === 3 && other !== undefined) {
      await client.changeRoom(room.id, { kind: 'role', account: other.account, isModerator: this.#random.chance(0.7) })
    }
    if (roll === 4 && added !== undefined) await client.changeRoom(room.id, { kind: 'add', accounts: [added] })
  }

  async #takeBack(client: Client): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'joined')
    if (room === undefined) return
    const messages = await client.messages(room.id, { limit: 20 })
    const own = this.#random.pick(messages.filter(({ isOwn, body }) => isOwn && body.kind === 'text'))
    if (own === undefined) return
    this.#noteTakenBack(own.id)
    await client.deleteForEveryone(room.id, own.id)
  }

  #noteTakenBack(id: MessageId): void {
    const spoken = this.#world.ledger.spoken.get(id)
    if (spoken !== undefined) spoken.isTakenBack = true
  }

  async #answerRequest(client: Client): Promise<void> {
    const room = await this.#roomOf(client, ({ standing }) => standing === 'request')
    if (room === undefined) return
    if (this.#random.chance(0.9)) await client.acceptRequest(room.id)
    else await client.leaveRoom(room.id)
  }

  async #leave(client: Client): Promise<void> {
    const room = await this.#roomOf(client, ({ kind, standing }) => kind === 'group' && standing === 'joined')
    if (room !== undefined) await client.leaveRoom(room.id)
  }

  async #addDevice(person: Person | undefined): Promise<void> {
    const empty = person?.devices.find((device) => device.client !== undefined && !device.client.hasAccount)
    if (person !== undefined && empty !== undefined) await empty.enter('signIn', person.name)
  }

  /** Not the last one: what only that device held would be gone, and nobody was promised otherwise. */
  async #signOut(person: Person | undefined, host: DeviceHost, client: Client): Promise<void> {
    const up = person?.devices.filter((device) => device.isUp) ?? []
    if (up.length < 2) return
    const done = await client.signOut()
    if (host.client === client) host.wipe()
    this.#world.trace.note(`${this.#world.scheduler.now()} ${host.name} signed out: ${done}`)
  }

  async #roomOf(client: Client, isWanted: (room: RoomView) => boolean): Promise<RoomView | undefined> {
    const rooms = await client.rooms()
    return this.#random.pick(rooms.filter((room) => isWanted(room)).sort((a, b) => compareText(a.id, b.id)))
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
