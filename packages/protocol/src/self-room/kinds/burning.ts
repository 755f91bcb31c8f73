import { concat } from '../../bytes/bytes.ts'
import { field, struct, uint } from '../../bytes/codec.ts'
import { messageId, roomId } from '../../ids/ids.ts'
import type { MessageId, RoomId } from '../../ids/ids.ts'
import type { NoteKind } from '../note-kind.ts'

/** That message was read then, for the first time, and burns from there on all devices (`spec/timers.md` §2). */
export type Burning = {
  readonly kind: 'burning'
  readonly room: RoomId
  readonly message: MessageId
  /** UTC ms. */
  readonly readAt: number
}

export const burning: NoteKind<Burning> = {
  tag: 2,
  isKept: false,
  codec: struct({ room: field(0, roomId.codec), message: field(1, messageId.codec), readAt: field(2, uint()) }),
  subject: ({ room, message }) => concat(roomId.toBytes(room), messageId.toBytes(message)),
}
