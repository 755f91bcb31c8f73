import { bigEndian, concat, EMPTY, equalSecrets, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha256 } from '../crypto/hkdf.ts'

/**
 * The keys of one archive (`spec/archive.md` §2). Each segment has a key of its own, made of a salt of its own: a segment
 * that is written again, with other records, never meets its nonces again.
 */
export interface ArchiveCipher {
  /** Stands behind the head: tells a wrong key at once, and that no archive opens under two. */
  readonly commitment: Uint8Array
  isCommitment(bytes: Uint8Array): boolean
  segment(index: number, salt: Uint8Array): SegmentCipher
}

/** AES-256-GCM after STREAM (Hoang et al. 2015): a chunk says where it stands and whether anything follows. */
export interface SegmentCipher {
  seal(place: ChunkPlace, data: Uint8Array): Promise<Uint8Array>
  /** `undefined`: changed, moved, doubled, of another segment or archive. */
  open(place: ChunkPlace, sealed: Uint8Array): Promise<Uint8Array | undefined>
}

type ChunkPlace = { readonly index: number; readonly end: ChunkEnd }

/** What follows a chunk: another one, another segment, or nothing. */
export type ChunkEnd = 'chunk' | 'segment' | 'archive'

export const ARCHIVE_KEY_BYTES = 32
export const ARCHIVE_COMMITMENT_BYTES = 32
export const SEGMENT_SALT_BYTES = 16
const INDEX_BYTES = 4
const ZERO_BYTES = 7
const ENDS: Readonly<Record<ChunkEnd, number>> = { chunk: 0, segment: 1, archive: 2 }

/** `headBytes`: the head as it stands in the archive. */
export function createArchiveCipher(crypto: Crypto, key: Uint8Array, headBytes: Uint8Array): ArchiveCipher {
  if (key.length !== ARCHIVE_KEY_BYTES) throw new RangeError('wrong length of an archive key')
  const kdf = hkdfSha256(crypto)
  const root = kdf.extract(crypto.sha256(headBytes), key)
  const commitment = kdf.expand(root, utf8('rushlight archive 1 commitment'), ARCHIVE_COMMITMENT_BYTES)
  return {
    commitment,
    isCommitment: (bytes) => equalSecrets(bytes, commitment),
    segment(index, salt) {
      const place = concat(bigEndian(index, INDEX_BYTES), salt)
      const segmentKey = kdf.expand(root, concat(utf8('rushlight archive 1 segment'), place), ARCHIVE_KEY_BYTES)
      return {
        seal: (chunk, data) => crypto.sealAesGcm(segmentKey, nonceOf(chunk), { data, associated: EMPTY }),
        open: (chunk, sealed) => crypto.openAesGcm(segmentKey, nonceOf(chunk), { data: sealed, associated: EMPTY }),
      }
    },
  }
}

/** All that there is to say of a chunk's place is in its nonce and its key, so there is nothing else to authenticate. */
function nonceOf({ index, end }: ChunkPlace): Uint8Array {
  return concat(new Uint8Array(ZERO_BYTES), bigEndian(index, INDEX_BYTES), Uint8Array.of(ENDS[end]))
}

export function chunkEndOf(byte: number | undefined): ChunkEnd | undefined {
  if (byte === ENDS.chunk) return 'chunk'
  if (byte === ENDS.segment) return 'segment'
  return byte === ENDS.archive ? 'archive' : undefined
}

export function byteOfChunkEnd(end: ChunkEnd): number {
  return ENDS[end]
}
