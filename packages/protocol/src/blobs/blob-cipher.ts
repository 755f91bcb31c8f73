import { bigEndian, concat, equalSecrets, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'
import { BLOB_HEADER_BYTES, BLOB_TAG_BYTES } from './blob-layout.ts'
import type { BlobChunk } from './blob-layout.ts'

export const FILE_KEY_BYTES = 32

/**
 * One file's cipher: AES-256-GCM over its chunks after STREAM (Hoang et al.), so that a chunk that was changed, moved, left
 * out or taken from another blob does not open, and neither does a blob that was cut at the border of a chunk. The header
 * commits to the key: no blob opens under two (`spec/blobs.md` §2).
 */
export interface BlobCipher {
  readonly header: Uint8Array
  /** Is this the beginning of a blob under this key? */
  isHeader(bytes: Uint8Array): boolean
  /** `data` are the file's bytes of that chunk. */
  seal(chunk: BlobChunk, data: Uint8Array): Promise<Uint8Array>
  /** The file's bytes of that chunk, or `undefined` if anything is not as it was sealed. */
  open(chunk: BlobChunk, sealed: Uint8Array): Promise<Uint8Array | undefined>
}

const FORMAT = 1
const COMMITMENT_BYTES: number = BLOB_HEADER_BYTES - 1
const CHUNK_KEY_BYTES = 32
const PREFIX_BYTES = 7
const INDEX_BYTES = 4

/** `fileKey`: FILE_KEY_BYTES random bytes that no other file has. */
export function createBlobCipher(crypto: Crypto, fileKey: Uint8Array): BlobCipher {
  if (fileKey.length !== FILE_KEY_BYTES) throw new RangeError('wrong length of a file key')
  const kdf = hkdfSha256(crypto)
  const chunkKey = kdf.expand(fileKey, utf8('rushlight blob 1 chunks'), CHUNK_KEY_BYTES)
  const commitment = kdf.expand(fileKey, utf8('rushlight blob 1 commitment'), COMMITMENT_BYTES)
  const header = concat(Uint8Array.of(FORMAT), commitment)
  return {
    header,
    isHeader: (bytes) => equalSecrets(bytes, header),
    seal(chunk, data) {
      if (data.length !== chunk.fileBytes) throw new RangeError('not the bytes of that chunk')
      const padded = new Uint8Array(chunk.sealedBytes - BLOB_TAG_BYTES)
      padded.set(data)
      return crypto.sealAesGcm(chunkKey, nonceOf(chunk), { data: padded, associated: header })
    },
    async open(chunk, sealed) {
      if (sealed.length !== chunk.sealedBytes) return undefined
      const padded = await crypto.openAesGcm(chunkKey, nonceOf(chunk), { data: sealed, associated: header })
      const isPadded = padded?.subarray(chunk.fileBytes).every((byte) => byte === 0) ?? false
      return isPadded ? padded?.subarray(0, chunk.fileBytes) : undefined
    },
  }
}

/** Never used twice: the key is one file's, the index one chunk's. */
function nonceOf({ index, isLast }: BlobChunk): Uint8Array {
  return concat(new Uint8Array(PREFIX_BYTES), bigEndian(index, INDEX_BYTES), Uint8Array.of(isLast ? 1 : 0))
}
