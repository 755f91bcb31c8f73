import { nameOfSelfNote, parseSelfNote, roomId } from '@rushlight/protocol'
import type { SelfNote, RoomId } from '@rushlight/protocol'
import { encodePlace, messageTable, NOT_YET_ACCEPTED, parsePlace } from '../message/message-row.ts'
import type { MessageRow } from '../message/message-row.ts'
import type { FoundMessage } from '../message/write-message.ts'
import type { RoomStep } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import { noteTable } from './note-row.ts'
import { writeNote } from './write-note.ts'

/** A place in a log, by the hub's time and number: the same on every device. */
type ReadPlace = { readonly acceptedAt: number; readonly seq: number }

export function isUpTo(place: ReadPlace, end: ReadPlace): boolean {
  return place.acceptedAt < end.acceptedAt || (place.acceptedAt === end.acceptedAt && place.seq <= end.seq)
}

/** Up to where a room is read by what the account's devices have told each other, and since when. */
export async function loadReadUpTo(
  step: RoomStep,
  room: RoomId,
): Promise<(ReadPlace & { readonly at: number }) | undefined> {
  const row = await step.load(noteTable, nameOfSelfNote({ kind: 'readUpTo', room, acceptedAt: 0, seq: 0 }))
  const note = row === undefined ? undefined : parseSelfNote(row.note)
  return row !== undefined && note?.kind === 'readUpTo' ? { ...note, at: row.at } : undefined
}

/**
 * The user has read these here. The others of his devices are told up to where everything is read, and of what burns when
 * that began, in whatever order it was read.
 */
export async function tellRead(step: RoomStep, read: readonly FoundMessage[], now: number): Promise<void> {
  const [first] = read
  if (first === undefined) return
  const { room } = step
  for (const { row } of read) {
    if (row.burnAfterMs !== undefined)
      await writeNote(step, step.world, { kind: 'burning', room, message: row.id, readAt: now })
  }
  const end = await endOfRead(step, new Set(read.map(({ row }) => row.id)))
  const known = await loadReadUpTo(step, room)
  if (end === undefined || (known !== undefined && isUpTo(end, known))) return
  await writeNote(step, step.world, { kind: 'readUpTo', room, ...end } satisfies SelfNote)
}

const ROWS_PER_PAGE = 200

/** The newest place before which nothing of others is unread. `justRead` is not in the vault as read yet. */
async function endOfRead(step: RoomStep, justRead: ReadonlySet<MessageRow['id']>): Promise<ReadPlace | undefined> {
  const prefix = roomId.toBytes(step.room)
  const until = encodePlace({ room: step.room, at: NOT_YET_ACCEPTED, seq: 0, sub: 0 })
  let unread = step.model.row.unread
  let end: ReadPlace | undefined
  let after: Uint8Array | undefined
  for (;;) {
    const query = { prefix, limit: ROWS_PER_PAGE, reverse: true }
    const rows = await loadRange(step.store, messageTable, {
      ...query,
      ...(after === undefined ? { until } : { after }),
    })
    for (const { key, value } of rows) {
      if (unread > 0 && isUnread(value) && !justRead.has(value.id)) {
        unread -= 1
        end = undefined
        continue
      }
      const { at, seq } = parsePlace(key)
      if (isSaid(value)) end ??= { acceptedAt: at, seq }
      if (unread === 0 && end !== undefined) return end
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_PER_PAGE) return end
    after = last.key
  }
}

function isUnread({ isOwn, readAt, body }: MessageRow): boolean {
  return !isOwn && readAt === undefined && body.kind === 'content'
}

function isSaid({ body }: MessageRow): boolean {
  return body.kind !== 'event'
}
