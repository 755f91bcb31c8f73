import type { Client } from '@rushlight/core'
import { copySeat } from '@rushlight/core/testing'
import type { RoomId } from '@rushlight/protocol'
import type { DeedKind } from '../deeds.ts'
import type { DeviceHost } from '../device-host.ts'
import type { Intruders } from '../intruders.ts'
import { CANARY } from '../ledger.ts'
import type { Life } from '../ledger.ts'
import type { Random } from '../random.ts'
import { speak } from '../speak.ts'
import type { World } from '../world.ts'

type Actor = { readonly client: Client; readonly life: Life }
type Act = (actor: Actor) => Promise<void>

/** People of one room: they talk, read, and now and then change it. */
export class Townsfolk {
  readonly #world: World
  readonly #devices: readonly DeviceHost[]
  readonly #intruders: Intruders
  readonly #random: Random
  readonly #acts: readonly (readonly [number, Act])[] = [
    [70, (actor) => this.#speak(actor)],
    [10, (actor) => this.#read(actor)],
    [4, (actor) => this.#rename(actor)],
    [4, (actor) => this.#promote(actor)],
    [3, (actor) => this.#remove(actor)],
    [4, (actor) => this.#add(actor)],
    [3, (actor) => this.#takeBack(actor)],
  ]
  room: RoomId | undefined

  constructor(world: World, devices: readonly DeviceHost[], intruders: Intruders) {
    this.#world = world
    this.#devices = devices
    this.#intruders = intruders
    this.#random = world.random.fork('townsfolk')
  }

  /** Somebody does something. Nothing happens if it makes no sense just now. */
  async act(): Promise<void> {
    const { client, life } = this.#random.pick(this.#devices.filter(({ isUp }) => isUp)) ?? {}
    let roll = this.#random.below(this.#acts.reduce((sum, [weight]) => sum + weight, 0))
    if (client === undefined || life === undefined) return
    for (const [weight, run] of this.#acts) {
      roll -= weight
      if (roll < 0) return run({ client, life })
    }
  }

  #did(deed: DeedKind, { name }: Life): void {
    const { deeds, trace, scheduler } = this.#world
    deeds[deed] += 1
    trace.note(`${scheduler.now()} ${name} ${deed}`)
  }

  async #speak({ client, life }: Actor): Promise<void> {
    const room = this.room === undefined ? undefined : await client.room(this.room)
    if (room?.standing !== 'joined') return
    const id = await speak(this.#world, { client, life }, { room: room.id })
    if (id !== undefined) this.#did('spoke', life)
  }

  async #read({ client, life }: Actor): Promise<void> {
    if (this.room === undefined) return
    const messages = await client.messages(this.room, { limit: 20 })
    const unread = messages.filter(({ isOwn, readAt }) => !isOwn && readAt === undefined).map(({ id }) => id)
    await client.markRead(this.room, unread)
    for (const id of unread) this.#world.ledger.read(life, id)
    if (unread.length > 0) this.#did('read', life)
  }

  async #rename({ client, life }: Actor): Promise<void> {
    if (this.room === undefined) return
    const title = `${CANARY} ${this.#random.below(1000)}`
    if ((await client.changeRoom(this.room, { kind: 'title', title })) === 'queued') this.#did('renamed', life)
  }

  async #promote({ client, life }: Actor): Promise<void> {
    const room = this.room === undefined ? undefined : await client.room(this.room)
    const other = this.#random.pick(room?.participants.filter(({ isSelf }) => !isSelf) ?? [])
    if (room === undefined || other === undefined) return
    const change = { kind: 'role', account: other.account, isModerator: this.#random.chance(0.7) } as const
    if ((await client.changeRoom(room.id, change)) === 'queued') this.#did('changedRole', life)
  }

  /** Somebody else keeps the keys that a device of the removed has in the room. */
  async #remove({ client, life }: Actor): Promise<void> {
    const room = this.room === undefined ? undefined : await client.room(this.room)
    const other = this.#random.pick(room?.participants.filter(({ isSelf }) => !isSelf) ?? [])
    if (room === undefined || other === undefined) return
    const victim = this.#devices.find((device) => device.isUp && device.life?.account === other.account)
    const seat = victim?.client === undefined ? undefined : await copySeat(victim.client, room.id)
    if ((await client.changeRoom(room.id, { kind: 'remove', account: other.account })) !== 'queued') return
    if (seat !== undefined) this.#intruders.keep(seat)
    this.#did('removedMember', life)
  }

  async #add({ client, life }: Actor): Promise<void> {
    const room = this.room === undefined ? undefined : await client.room(this.room)
    const account = this.#random.pick(this.#devices.flatMap((device) => device.life?.account ?? []))
    if (room === undefined || account === undefined) return
    if (room.participants.some((one) => one.account === account)) return
    const change = { kind: 'add', accounts: [account] } as const
    if ((await client.changeRoom(room.id, change)) === 'queued') this.#did('addedMember', life)
  }

  async #takeBack({ client, life }: Actor): Promise<void> {
    const messages = this.room === undefined ? [] : await client.messages(this.room, { limit: 20 })
    const message = this.#random.pick(messages.filter(({ isOwn, body }) => isOwn && body.kind === 'text'))
    const spoken = message === undefined ? undefined : this.#world.ledger.spoken.get(message.id)
    if (message === undefined || spoken === undefined) return
    spoken.isTakenBack = true
    life.deleted.add(message.id)
    if ((await client.deleteForEveryone(message.room, message.id)) === 'done') this.#did('tookBack', life)
  }
}
