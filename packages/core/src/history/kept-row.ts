import {
  bigEndian,
  blobId,
  bool,
  bytes,
  concat,
  deviceId,
  field,
  HISTORY_SEGMENTS_MAX,
  historySegmentCodec,
  list,
  literal,
  oneOf,
  optional,
  parseUtf8,
  struct,
  uint,
  utf8,
} from '@rushlight/protocol'
import type { BlobId, Codec, DeviceId, HistorySegment, ProviderName } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** What this device knows of the messages that are kept for the way back (`STATES.md`). */
export type KeptRow = {
  readonly format: 1
  /** UTC ms. */
  readonly decidedAt: number
  /** Absent: nobody keeps any. */
  readonly keeper?: DeviceId
  /** UTC ms: when the keeper was last there, as far as this device has heard. */
  readonly writtenAt: number
  /** As another keeper has left them: named on until this one's own are whole. */
  readonly segments: readonly HistorySegment[]
  /** How many this device takes in at first, and what came of them. */
  readonly restoring?: { readonly segments: number; readonly taken: number; readonly added: number }
}

/** A segment of which this device is the keeper; `undefined` sealed: nothing of it was sealed yet. */
export type SegmentRow = {
  readonly format: 1
  readonly sealed?: HistorySegment
  /** Some line of it lives longer than providers keep a blob: it is sealed again in time. */
  readonly isEndless: boolean
}

/** A segment's blob at one of the homes. */
export type SegmentBlobRow = {
  readonly format: 1
  /** `leaving`: to be erased there, once the sealed backup there does not name it any more. */
  readonly state: 'there' | 'leaving'
}

const LINE_KEY_BYTES_MAX = 64

const keptRowCodec: Codec<KeptRow> = struct({
  format: field(0, literal(1)),
  decidedAt: field(1, uint()),
  keeper: optional(2, deviceId.codec),
  writtenAt: field(3, uint()),
  segments: field(4, list(historySegmentCodec, HISTORY_SEGMENTS_MAX)),
  restoring: optional(5, struct({ segments: field(0, uint()), taken: field(1, uint()), added: field(2, uint()) })),
})

const segmentRowCodec: Codec<SegmentRow> = struct({
  format: field(0, literal(1)),
  sealed: optional(1, historySegmentCodec),
  isEndless: field(2, bool),
})

const segmentBlobCodec: Codec<SegmentBlobRow> = struct({
  format: field(0, literal(1)),
  state: field(1, oneOf(['there', 'leaving'])),
})

export const keptTable: Table<'kept', KeptRow> = { name: 'history-kept', key: (key) => utf8(key), codec: keptRowCodec }

/** By the first line that belongs to it. */
export const segmentTable: Table<Uint8Array, SegmentRow> = {
  name: 'history-segment',
  key: (from) => from,
  codec: segmentRowCodec,
}

export type SegmentBlobKey = { readonly provider: ProviderName; readonly blob: BlobId }

export const segmentBlobTable: Table<SegmentBlobKey, SegmentBlobRow> = {
  name: 'history-blob',
  key: ({ provider, blob }) => concat(blobId.toBytes(blob), utf8(provider)),
  codec: segmentBlobCodec,
}

const BLOB_BYTES = 32

export function parseSegmentBlobKey(key: Uint8Array): { readonly blob: BlobId; readonly provider: string } {
  return { blob: blobId.fromBytes(key.slice(0, BLOB_BYTES)), provider: parseUtf8(key.slice(BLOB_BYTES)) ?? '' }
}

/** Another keeper's segment that this device has not taken in yet. */
export const wantedTable: Table<BlobId, HistorySegment> = {
  name: 'history-wanted',
  key: (blob) => blobId.toBytes(blob),
  codec: historySegmentCodec,
}

const COUNT_BYTES = 8

/** A line that changed since its segment was sealed: its key in the table of messages, counted. */
export const lineMarkTable: Table<number, Uint8Array> = {
  name: 'history-mark',
  key: (count) => bigEndian(count, COUNT_BYTES),
  codec: bytes({ max: LINE_KEY_BYTES_MAX }),
}
