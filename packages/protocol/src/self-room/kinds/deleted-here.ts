import { concat } from '../../bytes/bytes.ts'
import { field, struct } from '../../bytes/codec.ts'
import { messageId, roomId } from '../../ids/ids.ts'
import type { MessageId, RoomId } from '../../ids/ids.ts'
import type { NoteKind } from '../note-kind.ts'

/** The owner has deleted that message for himself: it goes from all his devices, and nobody else hears of it. */
export type DeletedHere = { readonly kind: 'deletedHere'; readonly room: RoomId; readonly message: MessageId }

export const deletedHere: NoteKind<DeletedHere> = {
  tag: 3,
  isKept: false,
  codec: struct({ room: field(0, roomId.codec), message: field(1, messageId.codec) }),
  subject: ({ room, message }) => concat(roomId.toBytes(room), messageId.toBytes(message)),
}
