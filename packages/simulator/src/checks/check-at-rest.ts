import { inspectMessages, inspectRoom, inspectRooms } from '@rushlight/core/testing'
import type { InspectedRoom } from '@rushlight/core/testing'
import type { LogId, MessageId } from '@rushlight/protocol'
import type { DeviceHost } from '../device-host.ts'
import type { Intruders } from '../intruders.ts'
import { CLOCK_AHEAD_MS_MAX, isWithin } from '../ledger.ts'
import type { Life, Spoken } from '../ledger.ts'
import type { World } from '../world.ts'

type RoomOnDevice = { readonly device: DeviceHost; readonly life: Life; readonly room: InspectedRoom }

/** When all faults have ended and all is at rest: everyone has come together, and every promise is kept. */
export async function checkAtRest(
  world: World,
  { devices, intruders }: { readonly devices: readonly DeviceHost[]; readonly intruders: Intruders },
): Promise<void> {
  const rooms = await inspectAll(devices)
  checkOnline(world, devices)
  const { ledger, scheduler } = world
  ledger.checkOwed((spoken, life) => {
    const both = [life, ledger.lives.get(spoken.by)]
    const areThere = both.every((one) => devices.some((device) => device.life === one && device.isUp))
    return !areThere || isOver(spoken, life, scheduler.now())
  })
  checkConverged(world, intruders, rooms)
  for (const one of rooms) {
    checkOrder(world, one)
    await checkOwnDevices(world, one)
    await checkSent(world, one)
  }
}

/** Whoever has an account has come back to its provider. */
function checkOnline({ ledger }: World, devices: readonly DeviceHost[]): void {
  for (const { client, isUp, name } of devices) {
    const state = client?.connection().state
    if (isUp && state !== 'online') ledger.violate('neverOnline', `${name} is ${state ?? 'down'}`)
  }
}

async function inspectAll(devices: readonly DeviceHost[]): Promise<readonly RoomOnDevice[]> {
  const all: RoomOnDevice[] = []
  for (const device of devices) {
    const { client, life } = device
    if (client === undefined || life === undefined || !device.isUp) continue
    for (const id of inspectRooms(client)) {
      const room = await inspectRoom(client, id)
      if (room !== undefined) all.push({ device, life, room })
    }
  }
  return all
}

/** L2, L3: one log, one head, one state, nothing left to do, nobody left outside. */
function checkConverged({ ledger }: World, intruders: Intruders, rooms: readonly RoomOnDevice[]): void {
  const heads = new Map<LogId, number>()
  for (const { room } of rooms) {
    if (room.log !== undefined) heads.set(room.log, Math.max(heads.get(room.log) ?? 0, room.seq))
  }
  for (const { device, room } of rooms) {
    const place = `${device.name} room ${room.id.slice(0, 4)} (${room.standing})`
    const head = room.log === undefined ? 0 : (heads.get(room.log) ?? 0)
    if (room.log !== undefined && room.seq < head && !intruders.haveAll(room.log, { above: room.seq, upTo: head }))
      ledger.violate('behind', `${place} at ${room.seq}`)
    if (room.standing === 'joined' && room.jobs.length > 0)
      ledger.violate('jobsLeft', `${place} ${device.client?.connection().state}: ${room.jobs.join(' ')}`)
    const across = rooms.find((other) => isApart({ device, room }, other))
    if (across !== undefined) ledger.violate('apart', `${place} from ${across.device.name}`)
    const isOutside = room.standing === 'waiting' || room.standing === 'stuck'
    const helpers = rooms.filter((other) => other.room.id === room.id && other.room.standing === 'joined')
    if (isOutside && helpers.some((other) => isMemberFor(other.room, device))) ledger.violate('leftOutside', place)
  }
}

/** Both are in the room, each counts the other in, and they are in two logs. */
function isApart(one: Omit<RoomOnDevice, 'life'>, other: Omit<RoomOnDevice, 'life'>): boolean {
  const areInside = one.room.standing === 'joined' && other.room.standing === 'joined' && one.room.id === other.room.id
  const areTogether = isMemberFor(one.room, other.device) && isMemberFor(other.room, one.device)
  return areInside && areTogether && one.room.log !== other.room.log
}

/** The room still counts this device's account among its own: else it waits for what nobody owes it. */
function isMemberFor(room: InspectedRoom, device: DeviceHost): boolean {
  const account = device.life?.account
  return account !== undefined && room.accounts.includes(account)
}

/** Every device showed the messages of a room in the hub's order. */
function checkOrder({ ledger }: World, { life, room }: RoomOnDevice): void {
  let last = 0
  for (const id of life.shown.get(room.id) ?? []) {
    const { accepted, isResent = true, isMoved = true } = ledger.spoken.get(id) ?? {}
    // What was said elsewhere, or before this device came in, came by being said again.
    if (accepted === undefined || !isWithin(life, room.id, accepted) || isResent || isMoved) continue
    const { seq } = accepted
    if (seq < last) ledger.violate('orderLost', `${life.name} showed ${seq} after ${last}`)
    last = Math.max(last, seq)
  }
}

/** The author's other devices hold what one of them said, though they announce nothing. */
async function checkOwnDevices({ ledger, scheduler }: World, { device, life, room }: RoomOnDevice): Promise<void> {
  if (device.client === undefined || room.standing !== 'joined') return
  const held = new Set<MessageId>((await inspectMessages(device.client)).map(({ id }) => id))
  for (const spoken of ledger.spoken.values()) {
    const { accepted, author, by, id, text } = spoken
    const isTheirs = spoken.room === room.id && author === life.account && by !== life.name
    if (!isTheirs || accepted === undefined || !isWithin(life, room.id, accepted)) continue
    if (isOver(spoken, life, scheduler.now())) continue
    if (!held.has(id)) ledger.violate('lost', `${life.name} does not hold ${text} of its own account`)
  }
}

/** What was queued was sent, or its author can see that it was not. */
async function checkSent({ ledger, scheduler }: World, { device, life, room }: RoomOnDevice): Promise<void> {
  if (device.client === undefined || room.standing !== 'joined') return
  for (const spoken of ledger.spoken.values()) {
    const isTheirs = spoken.room === room.id && spoken.by === life.name
    if (!isTheirs || spoken.accepted !== undefined || isOver(spoken, life, scheduler.now())) continue
    const message = await device.client.message(room.id, spoken.id)
    const status = message?.status.kind
    if (status === undefined) ledger.violate('vanished', `${life.name}: ${spoken.text}`)
    if (status === 'sending') ledger.violate('neverSent', `${life.name}: ${spoken.text}`)
  }
}

/** Something that may happen to a message has happened to it. */
export function isOver({ id, isTakenBack, expiresAt, burnMs }: Spoken, life: Life, now: number): boolean {
  const isLate = expiresAt !== undefined && (life.wasClockWrong || expiresAt <= now + CLOCK_AHEAD_MS_MAX)
  return isLate || isTakenBack || burnMs !== undefined || life.deleted.has(id)
}
