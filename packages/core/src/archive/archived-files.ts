import { ARCHIVE_CHUNK_BYTES, blobLayoutOf, messageOf, parseContent, sealedFileOf } from '@rushlight/protocol'
import type { ArchiveRecord, MessageId, RoomId, SealedFile } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { fileTable, filesOfMessage, isWholeHere, parseFileKey } from '../file/file-row.ts'
import type { MessageRow } from '../message/message-row.ts'
import { loadEveryRow } from '../vault/table.ts'

/** A little less than a chunk: the record around it shall fit in, too. */
const PIECE_BYTES: number = ARCHIVE_CHUNK_BYTES - 1024

/** The files of a message, in its order: those of which this program knows how they are sealed. */
export function filesIn(row: Pick<MessageRow, 'body'>): ReadonlyMap<number, SealedFile> {
  const content = row.body.kind === 'content' ? parseContent(row.body.encoded) : undefined
  const message = content === undefined ? undefined : messageOf(content)
  const files = new Map<number, SealedFile>()
  if (message?.kind !== 'text') return files
  for (const [index, part] of message.files.entries()) {
    const file = sealedFileOf(part)
    if (file !== undefined) files.set(index, file)
  }
  return files
}

/** The blobs of a message that are whole on this device, piece by piece. One that is not to be read any more is left out. */
export async function* archivedFiles(core: Core, room: RoomId, message: MessageId): AsyncGenerator<ArchiveRecord> {
  const { stage } = core.ports.files
  for (const { key, value } of await loadEveryRow(core.store, fileTable, filesOfMessage(room, message))) {
    const { blobBytes } = blobLayoutOf(value.bytes)
    if (!isWholeHere(value) || (await stage.size(value.stage)) !== blobBytes) continue
    const { index } = parseFileKey(key)
    for (let offset = 0; offset < blobBytes; offset += PIECE_BYTES) {
      const bytes = await stage.read(value.stage, offset, Math.min(PIECE_BYTES, blobBytes - offset))
      // Erased meanwhile: whoever reads this finds that it does not come to its end.
      if (bytes.length === 0) break
      const isLast = offset + bytes.length === blobBytes
      yield { kind: 'file', room, message, index, blob: value.blob, offset, bytes, isLast }
    }
  }
}
