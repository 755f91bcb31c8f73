import { bigEndian, concat, parseBigEndian } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, oneOf, parseExactlyWith, struct, uint, union } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { encodeExportHead, parseExportHead } from '../export/export-head.ts'

/**
 * How an archive begins (`spec/archive.md` §1): what it is for, and how one comes to its key. Every byte of it goes into the
 * keys of what follows, so that a changed head opens nothing.
 */
export type ArchiveHead = {
  /** 16 random bytes: no two archives have the same keys. */
  readonly id: Uint8Array
  readonly purpose: ArchivePurpose
  readonly lock: ArchiveLock
  /** UTC ms. */
  readonly madeAt: number
}

/** `export`: everything, private keys among it, for a person to keep. The others hold no private key. */
export type ArchivePurpose = 'export' | 'transfer' | 'backup'

export type ArchiveLock =
  /** Argon2id (RFC 9106) with one lane and 32 bytes out. */
  | { readonly kind: 'password'; readonly salt: Uint8Array; readonly memoryKib: number; readonly passes: number }
  /** A key that whoever reads it has from elsewhere; `name` says which. */
  | { readonly kind: 'key'; readonly name: Uint8Array }

export type ParsedArchiveHead =
  | { readonly kind: 'known'; readonly head: ArchiveHead; readonly headBytes: Uint8Array }
  /** Made by a newer program. */
  | { readonly kind: 'tooNew' }
  | { readonly kind: 'noArchive' }

export const ARCHIVE_ID_BYTES = 16
export const ARCHIVE_SALT_BYTES = 16
/** Less would make guessing cheap, whoever wrote the file; more would be an attack on whoever opens it. */
const MEMORY_KIB_MIN = 19 * 1024
const MEMORY_KIB_MAX = 1024 * 1024
const PASSES_MAX = 10
const LENGTH_BYTES = 2
const FIXED_BYTES = 10
/** So much has to be read to have the whole head. */
export const ARCHIVE_HEAD_BYTES_MAX = 512

const lockCodec: Codec<ArchiveLock> = union<ArchiveLock>({
  password: [
    1,
    struct({
      salt: field(0, bytes(ARCHIVE_SALT_BYTES)),
      memoryKib: field(1, uint(MEMORY_KIB_MAX)),
      passes: field(2, uint(PASSES_MAX)),
    }),
  ],
  key: [2, struct({ name: field(0, bytes(ARCHIVE_ID_BYTES)) })],
})

export const archiveHeadCodec: Codec<ArchiveHead> = struct({
  id: field(0, bytes(ARCHIVE_ID_BYTES)),
  purpose: field(1, oneOf(['export', 'transfer', 'backup'])),
  lock: field(2, lockCodec),
  madeAt: field(3, uint()),
})

export function encodeArchiveHead(head: ArchiveHead): Uint8Array {
  const encoded = encodeWith(archiveHeadCodec, head)
  return concat(encodeExportHead(), bigEndian(encoded.length, LENGTH_BYTES), encoded)
}

/** `start`: the first ARCHIVE_HEAD_BYTES_MAX bytes, or all there are. */
export function parseArchiveHead(start: Uint8Array): ParsedArchiveHead {
  const fixed = parseExportHead(start)
  if (fixed.kind === 'tooNew') return fixed
  const from = FIXED_BYTES + LENGTH_BYTES
  if (fixed.kind === 'noExport' || start.length < from) return { kind: 'noArchive' }
  const to = from + parseBigEndian(start.subarray(fixed.bodyAt, from))
  const head = to > start.length ? undefined : parseExactlyWith(archiveHeadCodec, start.subarray(from, to))
  if (head === undefined || isCheap(head.lock)) return { kind: 'noArchive' }
  return { kind: 'known', head, headBytes: start.slice(0, to) }
}

function isCheap(lock: ArchiveLock): boolean {
  return lock.kind === 'password' && (lock.memoryKib < MEMORY_KIB_MIN || lock.passes === 0)
}
