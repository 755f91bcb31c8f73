import {
  bigEndian,
  blobId,
  bool,
  bytes,
  concat,
  deviceId,
  field,
  FILE_BYTES_MAX,
  FILE_KEY_BYTES,
  literal,
  oneOf,
  optional,
  providerNameCodec,
  struct,
  uint,
  utf8,
} from '@rushlight/protocol'
import type { BlobId, Codec, DeviceId, ProviderName } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** What this device has asked its account's other devices for (`STATES.md`). */
export type AskRow = {
  readonly format: 1
  readonly state: 'declined' | 'asked' | 'coming' | 'done' | 'updateNeeded'
  /** UTC ms; names the question. */
  readonly askedAt: number
  /** UTC ms: nothing that was said before. */
  readonly since: number
  readonly giver?: DeviceId
  /** The part that comes next. */
  readonly next: number
  /** How many lines the giver has, and has gone through with what was taken so far. */
  readonly lines: number
  readonly linesDone: number
  /** Of them those that were not here. */
  readonly added: number
}

/** A part that another device has told of, and that was not taken in yet. */
export type PartRow = {
  readonly format: 1
  readonly blob: BlobId
  readonly fileKey: Uint8Array
  readonly bytes: number
  readonly provider: ProviderName
  readonly linesDone: number
  readonly isLast: boolean
}

/** What another device has asked for, and how far this one is with it. */
export type GiftRow = {
  readonly format: 1
  readonly state: 'waiting' | 'giving'
  readonly askedAt: number
  readonly since: number
  /** UTC ms: others have the first turn. */
  readonly notBefore: number
  /** The last line that is in a part already. */
  readonly cursor?: Uint8Array
  readonly next: number
  readonly lines: number
  readonly linesDone: number
}

const LINE_KEY_BYTES_MAX = 64

const askCodec: Codec<AskRow> = struct({
  format: field(0, literal(1)),
  state: field(1, oneOf(['declined', 'asked', 'coming', 'done', 'updateNeeded'])),
  askedAt: field(2, uint()),
  since: field(3, uint()),
  giver: optional(4, deviceId.codec),
  next: field(5, uint()),
  lines: field(6, uint()),
  linesDone: field(7, uint()),
  added: field(8, uint()),
})

const partCodec: Codec<PartRow> = struct({
  format: field(0, literal(1)),
  blob: field(1, blobId.codec),
  fileKey: field(2, bytes(FILE_KEY_BYTES)),
  bytes: field(3, uint(FILE_BYTES_MAX)),
  provider: field(4, providerNameCodec),
  linesDone: field(5, uint()),
  isLast: field(6, bool),
})

const giftCodec: Codec<GiftRow> = struct({
  format: field(0, literal(1)),
  state: field(1, oneOf(['waiting', 'giving'])),
  askedAt: field(2, uint()),
  since: field(3, uint()),
  notBefore: field(4, uint()),
  cursor: optional(5, bytes({ max: LINE_KEY_BYTES_MAX })),
  next: field(6, uint()),
  lines: field(7, uint()),
  linesDone: field(8, uint()),
})

export const askTable: Table<'ask', AskRow> = { name: 'history-ask', key: (key) => utf8(key), codec: askCodec }

export type PartKey = { readonly giver: DeviceId; readonly index: number }

const INDEX_BYTES = 4

export const partTable: Table<PartKey, PartRow> = {
  name: 'history-part',
  key: ({ giver, index }) => concat(deviceId.toBytes(giver), bigEndian(index, INDEX_BYTES)),
  codec: partCodec,
}

/** By the device that asked. */
export const giftTable: Table<DeviceId, GiftRow> = {
  name: 'history-gift',
  key: (asker) => deviceId.toBytes(asker),
  codec: giftCodec,
}
