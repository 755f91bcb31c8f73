import {
  bool,
  bytes,
  field,
  keyCodec,
  list,
  literal,
  optional,
  recordHash,
  roomId,
  struct,
  uint,
} from '@rushlight/protocol'
import type { Codec, PostingPrivateKey, RecordHash, RoomId } from '@rushlight/protocol'
import { HOMES_MAX } from '../home/home-row.ts'
import { ownAddressCodec } from '../home/own-address.ts'
import type { OwnAddress } from '../home/own-address.ts'
import type { Table } from '../vault/table.ts'

/** A KeyPackage of this device that somebody may use to add it to a room, with all that is needed to come in by it. */
export type KeyPackageRow = {
  readonly format: 1
  readonly keyPackage: Uint8Array
  readonly privateKeys: Uint8Array
  readonly postingKey: PostingPrivateKey
  readonly readerSecret: Uint8Array
  /** One at each home: they become the slot's. */
  readonly addresses: readonly OwnAddress[]
  /** The record under which it was made. */
  readonly record: RecordHash
  readonly notAfter: number
  /** Made for one request to be let into this room (R26), and good for nothing else. */
  readonly reseatFor?: RoomId
  /** May be handed out more than once, so it is kept after its first use. */
  readonly isLastResort?: boolean
}

const KEY_PACKAGE_BYTES_MAX = 16 * 1024
const SECRET_BYTES = 32

const keyPackageRowCodec: Codec<KeyPackageRow> = struct({
  format: field(0, literal(1)),
  keyPackage: field(1, bytes({ max: KEY_PACKAGE_BYTES_MAX })),
  privateKeys: field(2, bytes({ max: KEY_PACKAGE_BYTES_MAX })),
  postingKey: field(3, keyCodec<PostingPrivateKey>()),
  readerSecret: field(4, bytes(SECRET_BYTES)),
  addresses: field(5, list(ownAddressCodec, HOMES_MAX)),
  record: field(6, recordHash.codec),
  notAfter: field(7, uint()),
  reseatFor: optional(8, roomId.codec),
  isLastResort: optional(9, bool),
})

/** By the reader secret: random, and gone with the row. */
export const keyPackageTable: Table<Uint8Array, KeyPackageRow> = {
  name: 'key-package',
  key: (readerSecret) => readerSecret.slice(0, 16),
  codec: keyPackageRowCodec,
}
