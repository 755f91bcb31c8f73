import { concat } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { FILE_CHUNK_BYTES } from '../limits.ts'
import { createBlobCipher } from './blob-cipher.ts'
import { BLOB_HEADER_BYTES, blobChunkAt, blobLayoutOf } from './blob-layout.ts'

/** Reads bytes of a blob; fewer than asked for where it ends. */
export type ReadBlob = (from: number, length: number) => Promise<Uint8Array>

export type OpenBlob = {
  readonly crypto: Crypto
  readonly fileKey: Uint8Array
  /** As the message says; a blob of any other length does not open. */
  readonly fileBytes: number
  readonly read: ReadBlob
}

export interface OpenedBlob {
  readonly fileBytes: number
  /** The file's bytes of that range, as far as the file goes; `undefined` if the blob is not what was sealed. */
  read(from: number, length: number): Promise<Uint8Array | undefined>
}

/** A file out of its blob, any part of it, without holding the whole. `undefined`: not a blob under this key. */
export async function openBlob({ crypto, fileKey, fileBytes, read }: OpenBlob): Promise<OpenedBlob | undefined> {
  const cipher = createBlobCipher(crypto, fileKey)
  const layout = blobLayoutOf(fileBytes)
  if (!cipher.isHeader(await read(0, BLOB_HEADER_BYTES))) return undefined
  return {
    fileBytes,
    async read(from, length) {
      const to = Math.min(from + length, fileBytes)
      const parts: Uint8Array[] = []
      for (let index = Math.floor(from / FILE_CHUNK_BYTES); index * FILE_CHUNK_BYTES < to; index++) {
        const chunk = blobChunkAt(layout, index)
        const data = await cipher.open(chunk, await read(chunk.offset, chunk.sealedBytes))
        if (data === undefined) return undefined
        parts.push(data.subarray(Math.max(0, from - chunk.fileOffset), Math.max(0, to - chunk.fileOffset)))
      }
      return concat(...parts)
    },
  }
}
