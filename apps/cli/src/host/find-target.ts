/**
 * Whom or what somebody means by what they typed: a name (`alice`, `alice@chat.example.org`), the title of a room, or a
 * room's id or the beginning of it. Who is not known here cannot take over the title of a room: strangers are looked up only
 * where nothing that is known fits.
 */
import type { Client, FoundAccount, PersonView, RoomView } from '@rushlight/core'
import { parseHandle } from '@rushlight/protocol'
import type { AccountId } from '@rushlight/protocol'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Choice } from '../failure/command-failure.ts'
import type { Desk } from './desk.ts'
import { handleOf } from './records-of.ts'

export type Target =
  | { readonly kind: 'person'; readonly person: PersonView }
  | { readonly kind: 'room'; readonly room: RoomView }

export async function findTarget(desk: Desk, typed: string): Promise<Target> {
  const known = await findKnownByNow(desk, typed)
  const [target, ...others] = known
  if (target !== undefined && others.length === 0) return target
  if (others.length > 0) throw new CommandFailure('ambiguous', { choices: known.map((one) => choiceOf(desk, one)) })
  return { kind: 'person', person: await findStranger(desk, typed) }
}

/** Somebody may have been put into a room a moment ago: before it counts as unknown, what happened meanwhile is fetched. */
async function findKnownByNow(desk: Desk, typed: string): Promise<readonly Target[]> {
  const known = await findKnown(desk.client, typed)
  return known.length > 0 || !(await desk.catchUp()) ? known : findKnown(desk.client, typed)
}

export async function findRoom(desk: Desk, typed: string): Promise<RoomView> {
  const rooms = (await findKnownByNow(desk, typed)).filter((target) => target.kind === 'room')
  const [target, ...others] = rooms
  if (target === undefined) throw new CommandFailure('unknownName')
  if (others.length > 0) throw new CommandFailure('ambiguous', { choices: rooms.map((one) => choiceOf(desk, one)) })
  return target.room
}

export async function findPerson(desk: Desk, typed: string): Promise<PersonView> {
  const people = await findKnownPeople(desk.client, typed)
  const [person] = people
  if (person !== undefined && people.length === 1) return person
  if (person === undefined) return findStranger(desk, typed)
  const choices = people.map((one) => choiceOf(desk, { kind: 'person', person: one }))
  throw new CommandFailure('ambiguous', { choices })
}

async function findKnown(client: Client, typed: string): Promise<readonly Target[]> {
  const people = await findKnownPeople(client, typed)
  const rooms = await client.rooms()
  const exact = rooms.filter(({ id }) => id === typed)
  const named = exact.length > 0 ? exact : byTitle(rooms, typed)
  const found = named.length > 0 || people.length > 0 ? named : byBeginning(rooms, typed)
  return [
    ...people.map((person) => ({ kind: 'person', person }) as const),
    ...usable(found).map((room) => ({ kind: 'room', room }) as const),
  ]
}

/** Contacts and whoever there is a conversation with; one's own name stands for the notes to oneself. */
async function findKnownPeople(client: Client, typed: string): Promise<readonly PersonView[]> {
  const handle = parseHandle(typed)
  const home = client.connection().provider
  if (handle === undefined) return []
  const isMeant = (person: PersonView): boolean => {
    const known = parseHandle(person.handle)
    return known?.name === handle.name && (known.provider ?? home) === (handle.provider ?? home)
  }
  const others = (await client.rooms()).flatMap(({ kind, participants }) => (kind === 'group' ? [] : participants))
  const people = [await client.self(), ...(await client.contacts()), ...others].filter(isMeant)
  return [...new Map(people.map((person) => [person.account, person])).values()]
}

/** As it is written; if there is none, in whatever case. */
function byTitle(rooms: readonly RoomView[], typed: string): readonly RoomView[] {
  const groups = rooms.filter(({ kind }) => kind === 'group')
  const exact = groups.filter(({ title }) => title === typed)
  return exact.length > 0 ? exact : groups.filter(({ title }) => title.toLowerCase() === typed.toLowerCase())
}

/** Fewer would meet by chance. */
const BEGINNING_LENGTH_MIN = 4

function byBeginning(rooms: readonly RoomView[], typed: string): readonly RoomView[] {
  return typed.length < BEGINNING_LENGTH_MIN ? [] : rooms.filter(({ id }) => id.startsWith(typed))
}

/** Rooms that were left count only if there is no other of that name. */
function usable(rooms: readonly RoomView[]): readonly RoomView[] {
  const open = rooms.filter(({ standing }) => standing !== 'left' && standing !== 'removed')
  return open.length > 0 ? open : rooms
}

function choiceOf({ client }: Desk, target: Target): Choice {
  if (target.kind === 'room') return { use: target.room.id, title: target.room.title, kind: target.room.kind }
  const handle = handleOf(target.person)
  const use = handle.includes('@') ? handle : `${handle}@${client.connection().provider ?? ''}`
  return { use, title: handle, kind: 'person' }
}

async function findStranger(desk: Desk, typed: string): Promise<PersonView> {
  if (parseHandle(typed) === undefined) throw new CommandFailure('unknownName')
  if (!(await desk.catchUp())) throw new CommandFailure('offline')
  return desk.client.person(accountOf(await desk.client.findByHandle(typed)))
}

export function accountOf(found: FoundAccount): AccountId {
  switch (found.kind) {
    case 'found':
      return found.account
    case 'notAName':
      throw new CommandFailure('unknownName')
    case 'otherProvider':
      throw new CommandFailure('otherProvider')
    case 'unreachable':
      throw new CommandFailure('offline')
    case 'refused':
      if (found.error.code === 'unknownAccount') throw new CommandFailure('unknownName')
      throw new CommandFailure(found.error.code, found.error)
  }
}
