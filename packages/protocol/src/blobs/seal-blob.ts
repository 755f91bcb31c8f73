import type { Crypto } from '../crypto/crypto.ts'
import { createBlobCipher } from './blob-cipher.ts'
import { blobChunkAt, blobLayoutOf } from './blob-layout.ts'

/** Where the bytes of a file come from, piece by piece: nobody has to hold the whole. */
export interface FileSource {
  readonly bytes: number
  /** Exactly `length` bytes; rejects if they cannot be had (any more). */
  read(from: number, length: number): Promise<Uint8Array>
}

export type SealBlob = { readonly crypto: Crypto; readonly fileKey: Uint8Array; readonly source: FileSource }

/** The blob, piece by piece, in order. */
export async function* sealBlob({ crypto, fileKey, source }: SealBlob): AsyncGenerator<Uint8Array> {
  const cipher = createBlobCipher(crypto, fileKey)
  const layout = blobLayoutOf(source.bytes)
  yield cipher.header
  for (let index = 0; index < layout.chunks; index++) {
    const chunk = blobChunkAt(layout, index)
    const data = chunk.fileBytes === 0 ? new Uint8Array() : await source.read(chunk.fileOffset, chunk.fileBytes)
    yield await cipher.seal(chunk, data)
  }
}
