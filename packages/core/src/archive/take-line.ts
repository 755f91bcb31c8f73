import { messageIdOf, parseContent, roomUri, senderUri } from '@rushlight/protocol'
import type { ArchivedMessage } from '@rushlight/protocol'
import { eraseFiles } from '../file/erase-files.ts'
import { countRead } from '../message/erase-message.ts'
import { messageTable } from '../message/message-row.ts'
import type { MessagePlace, MessageRow } from '../message/message-row.ts'
import { wasHere } from '../message/take-content.ts'
import {
  changeMessage,
  findMessage,
  isRowDue,
  loadSeen,
  putMessage,
  putSeen,
  seenName,
  seenUntil,
} from '../message/write-message.ts'
import type { FoundMessage } from '../message/write-message.ts'
import type { RoomStep } from '../room/room-step.ts'
import { lineOf, mayTravel } from './archived-message.ts'

/**
 * A line of an archive comes into its room, unless it is here, was here, or is over by the later of our clock and that of
 * whoever wrote it. True: it was not here before.
 */
export async function takeLine(step: RoomStep, message: ArchivedMessage, judgedAt: number): Promise<boolean> {
  const line = lineOf(message)
  if (line === undefined || line.place.room !== step.room || !isItself(step, message)) return false
  const now = Math.max(step.world.now(), judgedAt)
  const found = await findMessage(step, line.row.id)
  if (found !== undefined) {
    joinLine(step, found, line.row)
    return false
  }
  const { row } = line
  const isEvent = row.body.kind === 'event'
  const seen = isEvent ? undefined : await loadSeen(step, row.id)
  if (wasHere(seen, row.sender)) return false
  const read = seen?.readAt === undefined ? row : earlierRead(row, seen.readAt)
  if (!isEvent) putSeen(step, seenName(step, row.id), { keptUntil: seenUntil(read) })
  const place = mayTravel(read, now) ? await freePlace(step, line.place, isEvent) : undefined
  if (place === undefined) return false
  putMessage(step, place, read)
  const { activeAt, unread } = step.model.row
  const isUnread = !read.isOwn && read.readAt === undefined && !isEvent
  if (isUnread || place.at > activeAt)
    step.patchRow({ activeAt: Math.max(activeAt, place.at), unread: isUnread ? unread + 1 : unread })
  return true
}

/** An id is made of what it names. */
function isItself(step: RoomStep, { id, sender, room, body }: ArchivedMessage): boolean {
  if (body.kind !== 'content') return true
  const content = parseContent(body.encoded)
  if (content === undefined) return false
  const place = { senderUri: senderUri(sender), roomUri: roomUri(room) }
  return messageIdOf(step.world.crypto, place, { encoded: body.encoded, salt: content.salt }) === id
}

/** What the other device knew of a line that is here: that it was read, or taken back. Nothing is prolonged by it. */
function joinLine(step: RoomStep, { place, row }: FoundMessage, other: MessageRow): void {
  const isTakenBack = row.body.kind === 'content' && other.body.kind === 'deleted'
  const read = other.readAt === undefined ? row : earlierRead(row, other.readAt)
  if (!isTakenBack && read === row) return
  if (row.readAt === undefined && !row.isOwn) countRead(step, 1)
  const { burnAfterMs, ...kept } = read
  const to: MessageRow = isTakenBack ? { ...kept, body: { kind: 'deleted' } } : read
  if (isTakenBack) eraseFiles(step, row.id)
  changeMessage(step, place, { from: row, to })
  if (isTakenBack || isRowDue(to, step.world.now())) step.emit({ kind: 'erased', room: step.room, id: row.id })
}

/** Burn-on-read runs from the first reading on any device (timers §2). */
function earlierRead(row: MessageRow, readAt: number): MessageRow {
  return row.readAt !== undefined && row.readAt <= readAt ? row : { ...row, readAt }
}

const SUB_MAX = 255

/** What the room itself says has an id on each device; where it has said something at that place, it says it once. */
async function freePlace(step: RoomStep, wanted: MessagePlace, isEvent: boolean): Promise<MessagePlace | undefined> {
  for (let sub = wanted.sub; sub <= SUB_MAX; sub++) {
    const place = { ...wanted, sub }
    const there = await step.load(messageTable, place)
    if (there === undefined) return place
    if (isEvent && there.body.kind === 'event') return undefined
  }
  return undefined
}
