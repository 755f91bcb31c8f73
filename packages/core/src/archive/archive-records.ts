import { accountId, hex, messageId, roomId } from '@rushlight/protocol'
import type { ArchiveRecord, RoomId } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import { joinKeys } from '../account/key-ring.ts'
import { messageIdTable, messageTable, parsePlace } from '../message/message-row.ts'
import { seenNameOf, seenTable } from '../message/seen-row.ts'
import { frameTable, roomTable } from '../room/room-row.ts'
import type { RoomRow } from '../room/room-row.ts'
import { load, loadEveryRow, loadRange } from '../vault/table.ts'
import { archivedFiles } from './archived-files.ts'
import { archivedMessage } from './archived-message.ts'

/** Which part of the vault travels. Tombstones and people always do. */
export type ArchiveChoice = {
  /** Absent: all of them. */
  readonly rooms?: ReadonlySet<RoomId>
  /** UTC ms: nothing that was said before. */
  readonly since?: number
  readonly withFiles: boolean
}

/** Rows of the table of messages, by their keys. */
export type MessageRange = {
  /** Exclusive. */
  readonly after?: Uint8Array
  /** Exclusive. */
  readonly until?: Uint8Array
}

const ROWS_PER_PAGE = 256

/** Whose history it is: the first record of every archive. */
export function archivedAccount(core: Core): ArchiveRecord {
  const { account, row } = core.self
  const { tombstoneKey, otherTombstoneKeys = [] } = row
  return {
    kind: 'account',
    account: account.id,
    name: row.name,
    chain: account.chain,
    tombstoneKeys: [tombstoneKey, ...otherTombstoneKeys],
    judgedAt: core.now(),
  }
}

/** For exports alone: who has these is the account. */
export function archivedKeys(core: Core): ArchiveRecord {
  const { accountKey, spareKeys, recoveryKey, backupKey, doors } = core.self.row
  const accountKeys = joinKeys([accountKey], spareKeys)
  return {
    kind: 'keys',
    accountKeys,
    ...(recoveryKey === undefined ? {} : { recoveryKey }),
    backupKey,
    ...(doors === undefined ? {} : { doors }),
  }
}

/** Everybody whom one knows, by id. */
export async function* archivedPeople(core: Core): AsyncGenerator<ArchiveRecord> {
  for (const { key, value } of await loadEveryRow(core.store, accountTable)) {
    const { format, ...person } = value
    yield { kind: 'person', account: accountId.fromBytes(key), ...person }
  }
}

/** What was here and is not any more. What lies in the vault still is no tombstone: its name comes with it. */
export async function* archivedTombstones(core: Core): AsyncGenerator<ArchiveRecord> {
  const present = await namesOfPresent(core)
  for await (const { key, value } of everyRow(core, seenTable, {})) {
    if (value.readAt !== undefined || present.has(hex(key)) || value.keptUntil <= core.now()) continue
    const { keptUntil, deletedBy } = value
    yield { kind: 'tombstone', name: key, keptUntil, ...(deletedBy === undefined ? {} : { deletedBy }) }
  }
}

async function namesOfPresent(core: Core): Promise<ReadonlySet<string>> {
  const { tombstoneKey, otherTombstoneKeys = [] } = core.self.row
  const names = new Set<string>()
  for await (const { key } of everyRow(core, messageIdTable, {})) {
    const id = messageId.fromBytes(key.slice(roomId.lengthBytes))
    for (const name of [tombstoneKey, ...otherTombstoneKeys]) names.add(hex(seenNameOf(core.crypto, name, id)))
  }
  return names
}

/** The rooms, by id. */
export async function* archivedRooms(core: Core, { rooms }: ArchiveChoice): AsyncGenerator<ArchiveRecord> {
  for (const { key, value } of await loadEveryRow(core.store, roomTable)) {
    const room = roomId.fromBytes(key)
    if (rooms === undefined || rooms.has(room)) yield await archivedRoom(core, room, value)
  }
}

async function archivedRoom(core: Core, room: RoomId, row: RoomRow): Promise<ArchiveRecord> {
  const frame = await load(core.store, frameTable, room)
  const { kind, title, participants, activeAt, mutedUntil, standing } = row
  return {
    kind: 'room',
    room,
    kindOfRoom: kind,
    title,
    participants,
    openings: frame?.openings ?? [],
    meetings: frame?.meetings.slice(-1) ?? [],
    activeAt,
    ...(mutedUntil === undefined ? {} : { mutedUntil }),
    isOver: frame === undefined || standing === 'left' || standing === 'removed',
  }
}

/** A record, and behind which line of the vault one goes on after it. */
export type PlacedLine = { readonly record: ArchiveRecord; readonly key: Uint8Array }

/** The lines of the rooms in the order of their keys, each with its files behind it; each held against its deadline as it goes. */
export async function* archivedMessages(
  core: Core,
  { rooms, since = 0, withFiles }: ArchiveChoice,
  range: MessageRange = {},
): AsyncGenerator<PlacedLine> {
  for await (const { key, value } of everyRow(core, messageTable, range)) {
    const place = parsePlace(key)
    if (place.at < since || rooms?.has(place.room) === false) continue
    const record = archivedMessage({ place, row: value }, core.now())
    if (record === undefined) continue
    yield { record, key }
    if (!withFiles || value.body.kind !== 'content') continue
    for await (const piece of archivedFiles(core, place.room, value.id)) yield { record: piece, key }
  }
}

/** Page by page, so that what is erased meanwhile is not read, and little is held. */
async function* everyRow<K, V>(
  core: Core,
  table: Parameters<typeof loadRange<K, V>>[1],
  { after, until }: MessageRange,
): AsyncGenerator<{ readonly key: Uint8Array; readonly value: V }> {
  const bounds = { prefix: new Uint8Array(), limit: ROWS_PER_PAGE, ...(until === undefined ? {} : { until }) }
  let last = after
  for (;;) {
    const page = await loadRange(core.store, table, last === undefined ? bounds : { ...bounds, after: last })
    yield* page
    const end = page.at(-1)?.key
    if (end === undefined || page.length < ROWS_PER_PAGE) return
    last = end
  }
}
