import { bool, field, struct, text, uint } from '../../bytes/codec.ts'
import { roomId } from '../../ids/ids.ts'
import type { RoomId } from '../../ids/ids.ts'
import { DRAFT_BYTES_MAX } from '../../limits.ts'
import type { NoteKind } from '../note-kind.ts'

/** What the owner has made of a conversation for himself. */
export type PinnedNote = { readonly kind: 'pinned'; readonly room: RoomId; readonly isPinned: boolean }
/** No notifications until then, UTC ms; 0: not muted. */
export type MutedNote = { readonly kind: 'muted'; readonly room: RoomId; readonly until: number }
/** What is written and not sent; empty: nothing any more. */
export type DraftNote = { readonly kind: 'draft'; readonly room: RoomId; readonly text: string }

const subject = ({ room }: { readonly room: RoomId }): Uint8Array => roomId.toBytes(room)

export const pinned: NoteKind<PinnedNote> = {
  tag: 7,
  isKept: true,
  codec: struct({ room: field(0, roomId.codec), isPinned: field(1, bool) }),
  subject,
}

export const muted: NoteKind<MutedNote> = {
  tag: 8,
  isKept: true,
  codec: struct({ room: field(0, roomId.codec), until: field(1, uint()) }),
  subject,
}

export const draft: NoteKind<DraftNote> = {
  tag: 9,
  isKept: true,
  codec: struct({ room: field(0, roomId.codec), text: field(1, text(DRAFT_BYTES_MAX)) }),
  subject,
}
