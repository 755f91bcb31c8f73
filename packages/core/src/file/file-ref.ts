import type { FileId, MessageId, RoomId } from '@rushlight/protocol'

/** Which file is meant: one that waits to be sent, or one of a message. */
export type FileRef =
  | { readonly kind: 'draft'; readonly room: RoomId; readonly id: FileId }
  | { readonly kind: 'message'; readonly room: RoomId; readonly message: MessageId; readonly index: number }

export function nameOfRef(ref: FileRef): string {
  return ref.kind === 'draft' ? `${ref.room} ${ref.id}` : `${ref.room} ${ref.message} ${String(ref.index)}`
}
