import { field, struct, uint } from '../../bytes/codec.ts'
import { roomId } from '../../ids/ids.ts'
import type { RoomId } from '../../ids/ids.ts'
import type { NoteKind } from '../note-kind.ts'

/** Everything of others in that room is read up to a place of its log, by the hub's time and number there. */
export type ReadUpTo = {
  readonly kind: 'readUpTo'
  readonly room: RoomId
  readonly acceptedAt: number
  readonly seq: number
}

export const readUpTo: NoteKind<ReadUpTo> = {
  tag: 1,
  isKept: true,
  codec: struct({ room: field(0, roomId.codec), acceptedAt: field(1, uint()), seq: field(2, uint()) }),
  subject: ({ room }) => roomId.toBytes(room),
}
