import { padme } from '../bytes/padding.ts'
import { FILE_CHUNK_BYTES } from '../limits.ts'

/** How many bytes of a blob stand before its first chunk: the format, and what binds it to its key. */
export const BLOB_HEADER_BYTES = 33
export const BLOB_TAG_BYTES = 16

/**
 * Where the chunks of a file lie in its blob (`spec/blobs.md` §1). All of it follows from the file's length, which the
 * message carries; the blob's length tells it only in PADMÉ's steps, and not at all below one chunk.
 */
export type BlobLayout = {
  readonly fileBytes: number
  readonly paddedBytes: number
  readonly chunks: number
  readonly blobBytes: number
}

export function blobLayoutOf(fileBytes: number): BlobLayout {
  const paddedBytes = padme(Math.max(fileBytes, FILE_CHUNK_BYTES))
  const chunks = Math.ceil(paddedBytes / FILE_CHUNK_BYTES)
  return { fileBytes, paddedBytes, chunks, blobBytes: BLOB_HEADER_BYTES + paddedBytes + chunks * BLOB_TAG_BYTES }
}

export type BlobChunk = {
  readonly index: number
  readonly isLast: boolean
  /** Within the blob. */
  readonly offset: number
  readonly sealedBytes: number
  /** Within the file; the rest of the chunk is padding. */
  readonly fileOffset: number
  readonly fileBytes: number
}

export function blobChunkAt({ fileBytes, paddedBytes, chunks }: BlobLayout, index: number): BlobChunk {
  const fileOffset = index * FILE_CHUNK_BYTES
  const paddedChunk = Math.min(FILE_CHUNK_BYTES, paddedBytes - fileOffset)
  return {
    index,
    isLast: index === chunks - 1,
    offset: BLOB_HEADER_BYTES + index * (FILE_CHUNK_BYTES + BLOB_TAG_BYTES),
    sealedBytes: paddedChunk + BLOB_TAG_BYTES,
    fileOffset,
    fileBytes: Math.max(0, Math.min(paddedChunk, fileBytes - fileOffset)),
  }
}
