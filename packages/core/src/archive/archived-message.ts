import { deadlineOf, encodeWith, parseWith } from '@rushlight/protocol'
import type { ArchivedMessage, ArchiveRecord } from '@rushlight/protocol'
import { isDeletion } from '../message/is-deletion.ts'
import { eventCodec, NOT_YET_ACCEPTED } from '../message/message-row.ts'
import type { MessagePlace, MessageRow } from '../message/message-row.ts'
import type { FoundMessage } from '../message/write-message.ts'

/**
 * A line of the vault as it travels (`spec/archive.md` §3). `undefined`: it stays, since its time is over, no hub has taken
 * it yet, or it burns when it is read and has not been read.
 */
export function archivedMessage({ place, row }: FoundMessage, now: number): ArchiveRecord | undefined {
  if (place.at === NOT_YET_ACCEPTED || isDeletion(row) || !mayTravel(row, now)) return undefined
  const { id, sender, isOwn, sentAt, expiresAt, burnAfterMs, readAt, readBy, readers } = row
  const body = archivedBody(row)
  if (body === undefined) return undefined
  return {
    kind: 'message',
    room: place.room,
    id,
    sender,
    isOwn,
    body,
    acceptedAt: place.at,
    seq: place.seq,
    sub: place.sub,
    sentAt,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(burnAfterMs === undefined ? {} : { burnAfterMs }),
    ...(readAt === undefined ? {} : { readAt }),
    readBy,
    readers,
  }
}

type Clocked = Pick<MessageRow, 'isOwn' | 'expiresAt' | 'burnAfterMs' | 'readAt'>

/** Held against the clock at both ends: what is over is never written, and never read. */
export function mayTravel(row: Clocked, now: number): boolean {
  const isUnreadBurning = !row.isOwn && row.burnAfterMs !== undefined && row.readAt === undefined
  const end = deadlineOf(row)
  return !isUnreadBurning && (end === undefined || end > now)
}

function archivedBody({ body }: MessageRow): ArchivedMessage['body'] | undefined {
  if (body.kind === 'event') return { kind: 'event', event: encodeWith(eventCodec, body.event) }
  return body.kind === 'undelivered' ? undefined : body
}

/** The line that it becomes here; `undefined`: it says something that this version does not know. */
export function lineOf(message: ArchivedMessage): FoundMessage | undefined {
  const body = bodyOf(message)
  if (body === undefined) return undefined
  const { room, acceptedAt, seq, sub } = message
  const { id, sender, isOwn, sentAt, expiresAt, burnAfterMs, readAt, readBy, readers } = message
  const place: MessagePlace = { room, at: acceptedAt, seq, sub }
  const row: MessageRow = {
    format: 1,
    id,
    sender,
    isOwn,
    body,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(burnAfterMs === undefined ? {} : { burnAfterMs }),
    sentAt,
    // It belongs to no place of a log that this device follows: it is never said again from here.
    place: { seq: 0, acceptedAt },
    ...(readAt === undefined ? {} : { readAt }),
    readBy,
    readers,
  }
  return { place, row }
}

function bodyOf({ body }: ArchivedMessage): MessageRow['body'] | undefined {
  if (body.kind !== 'event') return body
  const event = parseWith(eventCodec, body.event)
  return event === undefined ? undefined : { kind: 'event', event }
}
