import { blobId, bool, bytes, concat, field, hex, literal, nothing, struct, uint } from '@rushlight/protocol'
import type { BlobId, Codec } from '@rushlight/protocol'
import { encodeUint32Key } from '@rushlight/records'
import type { Table } from '../rows/table.ts'

/** What a provider knows of a blob: nothing says whose it is (`spec/blobs.md` §4). */
export type BlobRow = {
  readonly format: 1
  readonly bytes: number
  /** SHA-256 of the secret that takes it back. */
  readonly releaseHash: Uint8Array
  /** All of it is here, and its hash was seen to be its name. */
  readonly isWhole: boolean
  /** UTC ms: when it goes, as it is now. */
  readonly endsAt: number
  /** When it goes once it is whole. */
  readonly keptUntil: number
}

const HASH_BYTES = 32

const blobCodec: Codec<BlobRow> = struct({
  format: field(0, literal(1)),
  bytes: field(1, uint()),
  releaseHash: field(2, bytes(HASH_BYTES)),
  isWhole: field(3, bool),
  endsAt: field(4, uint()),
  keptUntil: field(5, uint()),
})

export const blobTable: Table<BlobRow> = { name: 'blobs', codec: blobCodec }

/** When which blob goes: its key is second ‖ blob. */
export const blobEndTable: Table<undefined> = { name: 'blob-ends', codec: nothing }

const SECOND_MS = 1000
const SECOND_BYTES = 4

export function secondOf(at: number): number {
  return Math.ceil(at / SECOND_MS)
}

export function keyOfEnd(endsAt: number, blob: BlobId): Uint8Array {
  return concat(encodeUint32Key(secondOf(endsAt)), blobId.toBytes(blob))
}

export function blobOfEnd(key: Uint8Array): BlobId {
  return blobId.fromBytes(key.slice(SECOND_BYTES))
}

/** What it is called in the blob store. */
export function storeNameOf(blob: BlobId): string {
  return hex(blobId.toBytes(blob))
}
