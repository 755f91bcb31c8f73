import type { Changed, PersonView, RoomView, UserChange } from '@rushlight/core'
import {
  BURN_MS_MAX,
  BURN_MS_MIN,
  EXPIRE_MS_MAX,
  EXPIRE_MS_MIN,
  parseHandle,
  ROOM_TITLE_BYTES_MAX,
  utf8,
} from '@rushlight/protocol'
import type { AccountId, RoomId } from '@rushlight/protocol'
import { CommandFailure } from '../../failure/command-failure.ts'
import { acceptRequest, listRooms, quitRoom, updateRoom } from '../../methods/methods.ts'
import type { RoomUpdate } from '../../methods/methods.ts'
import type { RoomRecord } from '../../records/records.ts'
import type { Desk } from '../desk.ts'
import { findPerson, findRoom } from '../find-target.ts'
import { handler } from '../handler.ts'
import type { Handler } from '../handler.ts'
import { handleOf, roomRecord } from '../records-of.ts'

/** How long a change may take to reach the hub while somebody waits for it. */
const CHANGE_MS_MAX = 30_000

export const roomHandlers: readonly Handler[] = [
  handler(listRooms, async (desk, query) => {
    if (query?.local !== true) await desk.catchUp()
    return (await desk.client.rooms()).map((room) => roomRecord(room))
  }),

  handler(updateRoom, async (desk, update) => {
    if (update.title !== undefined) ensureTitle(update.title)
    const room =
      update.room === undefined ? await createRoom(desk, update) : await changeRoom(desk, update.room, update)
    return settleRoom(desk, room, update.timeoutMs ?? CHANGE_MS_MAX)
  }),

  handler(quitRoom, async (desk, { room: typed }) => {
    await desk.catchUp()
    const room = await findRoom(desk, typed)
    await desk.client.leaveRoom(room.id)
    const after = await desk.client.room(room.id)
    return after === undefined ? { ...roomRecord(room), standing: 'left' } : settleRoom(desk, room.id, CHANGE_MS_MAX)
  }),

  handler(acceptRequest, async (desk, { recipient }) => {
    await desk.catchUp()
    const requests = await findRequests(desk, recipient)
    if (requests.length === 0) throw new CommandFailure('noRequest')
    for (const { id } of requests) await desk.client.acceptRequest(id)
    const accepted = await Promise.all(requests.map(({ id }) => desk.client.room(id)))
    return accepted.flatMap((room) => (room === undefined ? [] : [roomRecord(room)]))
  }),
]

async function createRoom(desk: Desk, { title, addMembers = [] }: RoomUpdate): Promise<RoomId> {
  if (title === undefined) throw new CommandFailure('titleInvalid')
  const members = await findOthers(desk, addMembers)
  let id = await desk.client.createRoom(title, members)
  if (id === undefined && (await desk.catchUp())) id = await desk.client.createRoom(title, members)
  if (id === undefined) throw new CommandFailure('offline')
  return id
}

async function changeRoom(desk: Desk, typed: string, update: RoomUpdate): Promise<RoomId> {
  await desk.catchUp()
  ensureTimers(update)
  const room = await findRoom(desk, typed)
  const added = (await findOthers(desk, update.addMembers ?? [])).filter((account) => !isIn(room, account))
  const changes: UserChange[] = [
    ...(added.length === 0 ? [] : [{ kind: 'add', accounts: added } as const]),
    ...findMembers(room, update.removeMembers ?? []).map((account) => ({ kind: 'remove', account }) as const),
    ...(update.title === undefined ? [] : [{ kind: 'title', title: update.title } as const]),
    ...timersChange(room, update),
  ]
  for (const change of changes) ensureChanged(await desk.client.changeRoom(room.id, change))
  return room.id
}

/** 0 switches burn-on-read off. */
function timersChange({ timers }: RoomView, { expireMs, burnMs }: RoomUpdate): readonly UserChange[] {
  if (expireMs === undefined && burnMs === undefined) return []
  const next = { expireMs: expireMs ?? timers.expireMs, burnMs: burnMs ?? timers.burnMs }
  return [
    {
      kind: 'timers',
      timers: {
        ...(next.expireMs === undefined ? {} : { expireMs: next.expireMs }),
        ...(next.burnMs === undefined || next.burnMs === 0 ? {} : { burnMs: next.burnMs }),
      },
    },
  ]
}

/** Waits until the hub has it, as far as it can be reached; `pending` tells what is left. */
async function settleRoom(desk: Desk, id: RoomId, timeoutMs: number): Promise<RoomRecord> {
  desk.client.start()
  const settled = await desk.until(async () => {
    const room = await desk.client.room(id)
    return room === undefined || room.pending === 0 || desk.isOffline() ? { room } : undefined
  }, timeoutMs)
  const room = settled === undefined ? await desk.client.room(id) : settled.room
  if (room === undefined) throw new CommandFailure('unknownName')
  return roomRecord(room)
}

async function findOthers(desk: Desk, names: readonly string[]): Promise<readonly AccountId[]> {
  const people: PersonView[] = []
  for (const name of names) people.push(await findPerson(desk, name))
  if (people.some(({ isSelf }) => isSelf)) throw new CommandFailure('notYourself')
  return [...new Set(people.map(({ account }) => account))]
}

/** Whoever is in the room is found there: they need not be known elsewhere. */
function findMembers(room: RoomView, names: readonly string[]): readonly AccountId[] {
  return names.map((name) => {
    const handle = parseHandle(name)
    const member = room.participants.find((one) => {
      const known = parseHandle(one.handle)
      return known?.name === handle?.name && (handle?.provider === undefined || known?.provider === handle.provider)
    })
    if (handle === undefined || member === undefined) throw new CommandFailure('unknownName')
    if (member.isSelf) throw new CommandFailure('notYourself')
    return member.account
  })
}

function isIn({ participants }: RoomView, account: AccountId): boolean {
  return participants.some((one) => one.account === account)
}

async function findRequests(desk: Desk, typed: string): Promise<readonly RoomView[]> {
  const requests = (await desk.client.rooms()).filter(({ standing }) => standing === 'request')
  const wanted = parseHandle(typed)?.name
  const byPerson = requests.filter(
    ({ invitedBy }) => invitedBy !== undefined && wanted !== undefined && handleOf(invitedBy).split('@')[0] === wanted,
  )
  return byPerson.length > 0 ? byPerson : requests.filter(({ id, title }) => id === typed || title === typed)
}

function ensureChanged(changed: Changed): void {
  switch (changed) {
    case 'queued':
      return
    case 'notAllowed':
    case 'notInRoom':
      throw new CommandFailure(changed)
    case 'tooLong':
      throw new CommandFailure('titleInvalid')
  }
}

/** Characters that steer a terminal or turn text around have no place in a title. */
const UNFIT = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u

/** 0 ends burning; what lies outside of the bounds every other client would refuse. */
function ensureTimers({ expireMs, burnMs }: RoomUpdate): void {
  const isGood =
    (expireMs === undefined || (expireMs >= EXPIRE_MS_MIN && expireMs <= EXPIRE_MS_MAX)) &&
    (burnMs === undefined || burnMs === 0 || (burnMs >= BURN_MS_MIN && burnMs <= BURN_MS_MAX))
  if (!isGood) throw new CommandFailure('timersOutOfBounds')
}

function ensureTitle(title: string): void {
  const isGood = title.trim() !== '' && utf8(title).length <= ROOM_TITLE_BYTES_MAX && !UNFIT.test(title)
  if (!isGood) throw new CommandFailure('titleInvalid')
}
