import type { Client, UserChange } from '@rushlight/core'
import { copySeat, resendContent } from '@rushlight/core/testing'
import { parseFrame } from '@rushlight/protocol'
import type { Frame, MessageId, RoomId } from '@rushlight/protocol'
import { CALM } from '../climate.ts'
import { DeviceHost } from '../device-host.ts'
import { guard } from '../guard.ts'
import { Intruders } from '../intruders.ts'
import { Passage } from '../passage.ts'
import { ProviderHost } from '../provider-host.ts'
import { speak } from '../speak.ts'
import type { SpokenTimers } from '../speak.ts'
import type { World } from '../world.ts'

const SETTLED_MS = 10_000
const WAITED_MS_MAX = 30_000
const HEALING_MS = 120_000

/** Three people with a device each in one room, a spare device, and good weather; what a plan needs to let them act and to let things go wrong. */
export class Stage {
  readonly provider: ProviderHost
  readonly alice: DeviceHost
  readonly bruno: DeviceHost
  readonly carla: DeviceHost
  /** Empty at first. */
  readonly spare: DeviceHost
  readonly #world: World
  readonly #intruders: Intruders
  readonly #passage: Passage
  #room: RoomId | undefined

  constructor(world: World, isHasty: boolean) {
    this.#world = world
    world.climate = { ...CALM, latencyMs: 1 }
    this.provider = new ProviderHost(world)
    this.#intruders = new Intruders(world)
    this.alice = new DeviceHost(world, this.#intruders, 'alice')
    this.bruno = new DeviceHost(world, this.#intruders, 'bruno')
    this.carla = new DeviceHost(world, this.#intruders, 'carla')
    this.spare = new DeviceHost(world, this.#intruders, 'spare')
    const { provider, devices } = this
    this.#passage = new Passage(world, { providers: [provider], devices, intruders: this.#intruders }, { isHasty })
  }

  get people(): readonly DeviceHost[] {
    return [this.alice, this.bruno, this.carla]
  }

  get devices(): readonly DeviceHost[] {
    return [...this.people, this.spare]
  }

  get room(): RoomId {
    if (this.#room === undefined) throw new Error('the room is not there yet')
    return this.#room
  }

  /** Everybody signs up, and alice's room has all three in it. */
  async open(): Promise<void> {
    const { ledger } = this.#world
    guard(this.provider.boot(), ledger)
    for (const device of this.devices) guard(device.boot(), ledger)
    await this.pass(SETTLED_MS)
    for (const device of this.people) await this.finish(device.enter('signUp', device.name))
    await this.pass(SETTLED_MS)
    this.#room = await this.gather([this.bruno, this.carla])
  }

  /** Alice makes a room with them, and they accept. */
  async gather(others: readonly DeviceHost[]): Promise<RoomId | undefined> {
    const members = others.flatMap((device) => device.account() ?? [])
    const room = await this.finish(this.clientOf(this.alice).createRoom('canary room', members))
    await this.pass(SETTLED_MS)
    for (const device of others) await this.accept(device, room)
    return room
  }

  async accept(device: DeviceHost, room: RoomId | undefined): Promise<void> {
    if (room !== undefined) await this.finish(this.clientOf(device).acceptRequest(room))
    await this.pass(SETTLED_MS)
  }

  async change(device: DeviceHost, room: RoomId | undefined, change: UserChange): Promise<void> {
    if (room !== undefined) await this.finish(this.clientOf(device).changeRoom(room, change))
    await this.pass(SETTLED_MS)
  }

  /** The spare device becomes another one of that person's. */
  async signIn({ name }: DeviceHost): Promise<void> {
    await this.finish(this.spare.enter('signIn', name))
    await this.pass(SETTLED_MS)
  }

  /** Farewell included; the vault is erased. */
  async signOut(device: DeviceHost): Promise<void> {
    await this.finish(this.clientOf(device).signOut())
    device.wipe()
    await this.pass(SETTLED_MS)
    guard(device.boot(), this.#world.ledger)
    await this.pass(SETTLED_MS)
  }

  /** How long a frame is on its way, at most. */
  setLatency(latencyMs: number): void {
    this.#world.climate = { ...this.#world.climate, latencyMs }
  }

  setAway(devices: readonly DeviceHost[], isAway: boolean): void {
    for (const device of devices) device.setAway(isAway)
  }

  /** A plan says what has to have come about by now. */
  async expectInside({ client, name }: DeviceHost, room: RoomId | undefined): Promise<void> {
    const view = client === undefined || room === undefined ? undefined : await this.finish(client.room(room))
    if (view?.standing !== 'joined')
      this.#world.ledger.violate('leftOutside', `${name} (${view?.standing ?? 'not there'})`)
  }

  /** Everything works from now on, and all comes to rest. Answers how many events there were. */
  async close(): Promise<number> {
    await this.pass(HEALING_MS)
    await this.#passage.rest()
    return this.#passage.events
  }

  pass(forMs: number): Promise<void> {
    return this.#passage.pass(forMs)
  }

  /** Time goes on until it is so, or will not become so. */
  async until(isSo: () => boolean): Promise<void> {
    for (let waited = 0; waited < WAITED_MS_MAX && !isSo() && !this.#passage.isOver; waited += 1) await this.pass(1)
  }

  /** Time goes on until that has ended. */
  finish<T>(asked: Promise<T>): Promise<T | undefined> {
    return this.#passage.finish(asked, { everyMs: 1, withinMs: WAITED_MS_MAX })
  }

  clientOf({ client, name }: DeviceHost): Client {
    if (client === undefined) throw new Error(`${name} does not run`)
    return client
  }

  speak(device: DeviceHost, timers: SpokenTimers = {}): Promise<MessageId | undefined> {
    return this.finish(speak(this.#world, device, { room: this.room, ...timers }))
  }

  hasShown({ life }: DeviceHost, id: MessageId | undefined): boolean {
    return id !== undefined && life?.shown.get(this.room)?.includes(id) === true
  }

  /** Its author was told that the hub has it. */
  isAccepted(id: MessageId | undefined): boolean {
    return id !== undefined && this.#world.ledger.spoken.get(id)?.accepted !== undefined
  }

  async read(device: DeviceHost, id: MessageId | undefined): Promise<void> {
    if (id === undefined || device.life === undefined) return
    await this.finish(this.clientOf(device).markRead(this.room, [id]))
    this.#world.ledger.read(device.life, id)
  }

  async takeBack(device: DeviceHost, id: MessageId | undefined): Promise<void> {
    const spoken = id === undefined ? undefined : this.#world.ledger.spoken.get(id)
    if (spoken === undefined) return
    spoken.isTakenBack = true
    device.life?.deleted.add(spoken.id)
    await this.finish(this.clientOf(device).deleteForEveryone(this.room, spoken.id))
  }

  async deleteForMe(device: DeviceHost, id: MessageId | undefined): Promise<void> {
    if (id === undefined) return
    device.life?.deleted.add(id)
    await this.finish(this.clientOf(device).deleteForMe(this.room, id))
  }

  /** As after a change of hub (R27). */
  async sayAgain(device: DeviceHost, id: MessageId | undefined): Promise<void> {
    const spoken = id === undefined ? undefined : this.#world.ledger.spoken.get(id)
    if (spoken === undefined) return
    spoken.isResent = true
    await this.finish(resendContent(this.clientOf(device), this.room, spoken.id))
  }

  /** Somebody keeps every key that the device has in the room. */
  async stealSeat(device: DeviceHost): Promise<void> {
    const seat = await this.finish(copySeat(this.clientOf(device), this.room))
    if (seat !== undefined) this.#intruders.keep(seat)
  }

  /** Those frames on the way from the device are lost, and nothing else. */
  swallowUp({ name }: DeviceHost, isLost: (frame: Frame | undefined) => boolean): void {
    this.#world.swallows = ({ device, way, frame }) => device === name && way === 'up' && isLost(parseFrame(frame))
  }

  /** The next frame on the way to the device is lost. */
  swallowNextDown({ name }: DeviceHost): void {
    let isDone = false
    this.#world.swallows = ({ device, way }) => {
      if (isDone || device !== name || way !== 'down') return false
      isDone = true
      return true
    }
  }
}
