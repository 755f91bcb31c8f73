import type { ClientFiles, FileView } from '@rushlight/core'

const PIECE_BYTES: number = 4 * 1024 * 1024

/** A whole file, decrypted piece by piece. It lives as long as somebody holds the blob, and is written nowhere. */
export async function openFile(files: ClientFiles, { ref, bytes, mediaType }: FileView): Promise<Blob | undefined> {
  const pieces: BlobPart[] = []
  for (let from = 0; from < bytes; from += PIECE_BYTES) {
    const read = await files.read(ref, { from, length: Math.min(PIECE_BYTES, bytes - from) })
    if (read.kind !== 'bytes') return undefined
    pieces.push(new Uint8Array(read.bytes))
  }
  return new Blob(pieces, { type: mediaType })
}
