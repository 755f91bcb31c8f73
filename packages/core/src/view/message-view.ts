import { base64url, deadlineOf, messageOf, parseContent } from '@rushlight/protocol'
import type { AccountId, MessageId, RoomId } from '@rushlight/protocol'
import type { FileView } from './file-view.ts'
import { encodePlace } from '../message/message-row.ts'
import type { MessageFailure, MessageRow, RoomEvent } from '../message/message-row.ts'
import type { FoundMessage } from '../message/write-message.ts'

/** One line of a conversation, as it is shown, printed or handed to a program. */
export type MessageView = {
  readonly id: MessageId
  readonly room: RoomId
  readonly sender: AccountId
  readonly isOwn: boolean
  readonly body: BodyView
  /** UTC ms. */
  readonly sentAt: number
  readonly expiresAt: number | undefined
  readonly burnAfterMs: number | undefined
  readonly readAt: number | undefined
  /** When it will be gone as things stand; both clocks counted. */
  readonly deadline: number | undefined
  readonly status: MessageStatusView
  readonly readBy: readonly AccountId[]
  /** For asking for what lies before or behind it. */
  readonly cursor: string
}

export type BodyView =
  | {
      readonly kind: 'text'
      readonly text: string
      readonly files: readonly FileView[]
      readonly inReplyTo: MessageId | undefined
    }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'undelivered' }
  | { readonly kind: 'event'; readonly event: RoomEvent }
  /** Sent by a newer version. */
  | { readonly kind: 'unknown' }

export type MessageStatusView =
  | { readonly kind: 'received' }
  /** Still on this device alone. */
  | { readonly kind: 'sending' }
  | { readonly kind: 'sent' }
  /** Every device of the room has judged past it. */
  | { readonly kind: 'delivered' }
  /** Everyone who could read it has. */
  | { readonly kind: 'read' }
  | { readonly kind: 'failed'; readonly failure: MessageFailure }

export type SeenBeside = { readonly deliveredUpTo: number; readonly files: readonly FileView[] }

export function viewMessage({ place, row }: FoundMessage, { deliveredUpTo, files }: SeenBeside): MessageView {
  return {
    id: row.id,
    room: place.room,
    sender: row.sender,
    isOwn: row.isOwn,
    body: viewBody(row, files),
    sentAt: row.sentAt,
    expiresAt: row.expiresAt,
    burnAfterMs: row.burnAfterMs,
    readAt: row.readAt,
    deadline: deadlineOf(row),
    status: viewStatus(row, deliveredUpTo),
    readBy: row.readBy,
    cursor: base64url(encodePlace(place)),
  }
}

function viewBody({ body }: MessageRow, files: readonly FileView[]): BodyView {
  if (body.kind !== 'content') return body
  const content = parseContent(body.encoded)
  const message = content === undefined ? undefined : messageOf(content)
  if (message?.kind !== 'text') return { kind: 'unknown' }
  const { text, inReplyTo } = message
  return { kind: 'text', text, files, inReplyTo }
}

function viewStatus(
  { isOwn, body, place, readBy, readers, failure }: MessageRow,
  deliveredUpTo: number,
): MessageStatusView {
  if (!isOwn || body.kind === 'event') return { kind: 'received' }
  if (failure !== undefined) return { kind: 'failed', failure }
  if (place === undefined) return { kind: 'sending' }
  if (readers.length > 0 && readers.every((reader) => readBy.includes(reader))) return { kind: 'read' }
  return place.seq <= deliveredUpTo ? { kind: 'delivered' } : { kind: 'sent' }
}
