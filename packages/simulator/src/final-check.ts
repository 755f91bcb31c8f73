import { inspectMessages, inspectNow, inspectRoom, inspectRooms, inspectSelf } from '@rushlight/core/testing'
import type { InspectedRoom } from '@rushlight/core/testing'
import { utf8 } from '@rushlight/protocol'
import type { AccountId, LogId, RoomId } from '@rushlight/protocol'
import type { DeviceHost } from './device-host.ts'
import type { Spoken } from './ledger.ts'
import type { World } from './world.ts'

const LATE_MS = 5_000

/** When all faults have ended and all is at rest: everyone has come together, and every promise is kept. */
export async function checkAtRest(world: World, devices: readonly DeviceHost[]): Promise<void> {
  const rooms = await inspectAll(devices)
  checkConverged(world, rooms)
  for (const device of devices) await checkErased(world, device)
  for (const spoken of world.ledger.spoken.values()) await checkDelivered(world, { spoken, devices, rooms })
}

type RoomOnDevice = { readonly device: DeviceHost; readonly room: InspectedRoom; readonly account: AccountId }

async function inspectAll(devices: readonly DeviceHost[]): Promise<readonly RoomOnDevice[]> {
  const all: RoomOnDevice[] = []
  for (const device of devices) {
    const { client } = device
    if (client === undefined || !device.isUp) continue
    const { account } = inspectSelf(client)
    for (const id of inspectRooms(client)) {
      const room = await inspectRoom(client, id)
      if (room !== undefined) all.push({ device, room, account })
    }
  }
  return all
}

/** L2, L3: one log, one head, one state, nothing left to do, nobody left outside. */
function checkConverged(world: World, rooms: readonly RoomOnDevice[]): void {
  const { ledger } = world
  const heads = new Map<LogId, number>()
  for (const { room } of rooms) {
    if (room.log !== undefined) heads.set(room.log, Math.max(heads.get(room.log) ?? 0, room.seq))
  }
  for (const { device, room } of rooms) {
    const place = `${device.name} room ${room.id.slice(0, 4)} (${room.standing})`
    if (room.log !== undefined && room.seq < (heads.get(room.log) ?? 0))
      ledger.violate('behind', `${place} at ${room.seq}`)
    if (room.standing === 'joined' && room.jobs.length > 0)
      ledger.violate('jobsLeft', `${place} ${device.client?.connection().state}: ${room.jobs.join(' ')}`)
    const isOutside = room.standing === 'waiting' || room.standing === 'stuck'
    const isHelped = rooms.some((other) => other.room.id === room.id && other.room.standing === 'joined')
    if (isOutside && isHelped) ledger.violate('leftOutside', place)
  }
}

async function checkErased(world: World, device: DeviceHost): Promise<void> {
  const { client } = device
  if (client === undefined || !device.isUp) return
  const now = inspectNow(client)
  const alive = new Set((await inspectMessages(client)).map(({ text }) => text))
  const image = Buffer.from(device.image())
  for (const { deadline, text } of await inspectMessages(client)) {
    if (deadline !== undefined && deadline + LATE_MS < now)
      world.ledger.violate('aliveAfterDeadline', `${device.name}: ${text ?? ''}`)
  }
  for (const { text, expiresAt, isTakenBack } of world.ledger.spoken.values()) {
    const isOver = isTakenBack || (expiresAt !== undefined && expiresAt + LATE_MS < now)
    if (isOver && !alive.has(text) && image.includes(utf8(text)) && !isPrefixOfAlive(text, alive)) {
      world.ledger.violate('remnant', `${device.name} disk holds: ${text}`)
    }
  }
}

/** `… 1` is found inside `… 12`. */
function isPrefixOfAlive(text: string, alive: ReadonlySet<string | undefined>): boolean {
  return [...alive].some((other) => other?.includes(text) === true)
}

type Promise_ = {
  readonly spoken: Spoken
  readonly devices: readonly DeviceHost[]
  readonly rooms: readonly RoomOnDevice[]
}

/** What was accepted and is not over has reached every device that was in the room then and is still. */
async function checkDelivered(world: World, { spoken, devices, rooms }: Promise_): Promise<void> {
  const { acceptedSeq, expiresAt, isTakenBack, text, room } = spoken
  const isOver = isTakenBack || (expiresAt !== undefined && expiresAt <= world.scheduler.now() + LATE_MS)
  if (isOver || acceptedSeq === undefined) return
  for (const { device, room: state } of rooms) {
    const { life } = device
    const joinedAt = life?.joinedAt.get(room)
    const isMember = state.id === room && (state.standing === 'joined' || state.standing === 'request')
    if (life === undefined || joinedAt === undefined || !isMember || joinedAt >= acceptedSeq) continue
    if (life.account === spoken.author) continue
    if (!hasShown(life.shown, room, spoken)) world.ledger.violate('lost', `${device.name} never showed ${text}`)
  }
  void devices
}

function hasShown(shown: ReadonlyMap<RoomId, readonly string[]>, room: RoomId, { id }: Spoken): boolean {
  return shown.get(room)?.includes(id) === true
}
