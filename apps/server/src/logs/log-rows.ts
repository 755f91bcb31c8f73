import {
  bool,
  bytes,
  concat,
  doorId,
  field,
  HASH_BYTES,
  list,
  logId,
  nothing,
  optional,
  receiptCodec,
  ROOM_DEVICES_MAX,
  struct,
  successorNoteCodec,
  uint,
  WELCOME_BYTES_MAX,
} from '@rushlight/protocol'
import type { Codec, DoorId, LogId, Nothing, Receipt, SuccessorNote } from '@rushlight/protocol'
import { encodeUint32Key, encodeUint64Key, rangeOf } from '@rushlight/records'
import type { RemoveRange } from '@rushlight/records'
import { DOORS_PER_LOG_MAX } from '../limits.ts'
import type { Table } from '../rows/table.ts'
import type { Door, DoorTree, Origin } from './door-tree.ts'

/**
 * What lies at rest of a log. No key that opens anything, no posting key, no address and no roster in clear is among it;
 * a log is known by the hash of its opening alone, and never says of which room it is (R6, R7, S9).
 */

/** The newest place: whoever appends expects it to be unchanged, so no place is given twice. */
export type LogRow = {
  readonly seq: number
  readonly chain: Uint8Array
  /** UTC ms of the newest place: time does not go back. */
  readonly acceptedAt: number
  readonly firstDoor: DoorId
  /** Which of the provider's keys it was opened under, and its receipts are signed by; absent: the first. */
  readonly hubKey?: number
}

export const logTable: Table<LogRow> = {
  name: 'logs',
  codec: struct({
    seq: field(0, uint()),
    chain: field(1, bytes(HASH_BYTES)),
    acceptedAt: field(2, uint()),
    firstDoor: field(3, doorId.codec),
    hubKey: optional(4, uint()),
  }),
}

const numbersCodec: Codec<readonly number[]> = list(uint(), ROOM_DEVICES_MAX)

const originCodec: Codec<Origin> = struct({
  parent: field(0, doorId.codec),
  commit: field(1, bytes(HASH_BYTES)),
  seq: field(2, uint()),
  maker: field(3, uint()),
  voters: field(4, numbersCodec),
  usedDay: optional(5, uint()),
  isDisputed: field(6, bool),
})

const doorCodec: Codec<Door> = struct({
  id: field(0, doorId.codec),
  numbers: field(1, numbersCodec),
  origin: optional(2, originCodec),
})

export const doorTreeTable: Table<DoorTree> = {
  name: 'door-trees',
  codec: struct({ next: field(0, uint()), doors: field(1, list(doorCodec, DOORS_PER_LOG_MAX)) }),
}

/** Rosters, sealed under the keys of their doors. */
export const ROSTERS = 'rosters'

/** A place of a log. Stays a while after its entry is gone, since its receipt links the chain. */
export type PlaceRow = {
  readonly receipt: Receipt
  readonly entryBytes: number
  /** Under which the submit lies in `submits`. */
  readonly submit: Uint8Array
}

export const placeTable: Table<PlaceRow> = {
  name: 'places',
  codec: struct({ receipt: field(0, receiptCodec), entryBytes: field(1, uint()), submit: field(2, bytes(HASH_BYTES)) }),
}

/** The entries themselves, under the keys of their places. */
export const ENTRIES = 'entries'

/** When entries end: a span of time, then the place. */
export const erasureTable: Table<Nothing> = { name: 'erasures', codec: nothing }

/** The seq that a submit got: it gets no other when it comes again. */
export const submitTable: Table<{ readonly seq: number }> = {
  name: 'submits',
  codec: struct({ seq: field(0, uint()) }),
}

/** Who may pull: whoever knows the secret behind a reader tag. */
export type ReaderRow = {
  /** Of the slot. */
  readonly number: number
  /** The commit that brought it in; 0 in the first roster. */
  readonly since: number
  /** It has everything up to here, as far as we know. Written now and then. */
  readonly seen: number
  /** The commit that took it out. Nothing behind it is for this reader. */
  readonly until?: number
}

export const readerTable: Table<ReaderRow> = {
  name: 'readers',
  codec: struct({
    number: field(0, uint()),
    since: field(1, uint()),
    seen: field(2, uint()),
    until: optional(3, uint()),
  }),
}

/** What a commit brought for those it adds, under the key of its place. */
export type WelcomeRow = { readonly welcome: Uint8Array; readonly bundle: Uint8Array }

export const welcomeTable: Table<WelcomeRow> = {
  name: 'welcomes',
  codec: struct({
    welcome: field(0, bytes({ max: WELCOME_BYTES_MAX })),
    bundle: field(1, bytes({ max: WELCOME_BYTES_MAX })),
  }),
}

/** What a reader showed of where the log went on, under the key of the reader. */
export const successorTable: Table<SuccessorNote> = { name: 'successors', codec: successorNoteCodec }

export function keyOfPlace(log: LogId, seq: number): Uint8Array {
  return concat(logId.toBytes(log), encodeUint64Key(seq))
}

export function keyOfRoster(log: LogId, door: DoorId): Uint8Array {
  return concat(logId.toBytes(log), doorId.toBytes(door))
}

export function keyOfReader(log: LogId, tag: Uint8Array): Uint8Array {
  return concat(logId.toBytes(log), tag)
}

export function keyOfSubmit(log: LogId, submit: Uint8Array): Uint8Array {
  return concat(logId.toBytes(log), submit)
}

export function keyOfErasure(span: number, log: LogId, seq: number): Uint8Array {
  return concat(encodeUint32Key(span), keyOfPlace(log, seq))
}

/** The place that an erasure names. */
export function placeOfErasure(key: Uint8Array): Uint8Array {
  return key.slice(SPAN_BYTES)
}

const SPAN_BYTES = 4

export function readersOf(log: LogId): ReturnType<typeof rangeOf> {
  return rangeOf(logId.toBytes(log))
}

/** Places, entries and Welcomes up to and including `seq`. */
export function removePlaces(log: LogId, seq: number): readonly RemoveRange[] {
  const range = { from: logId.toBytes(log), to: keyOfPlace(log, seq + 1) }
  return [placeTable.name, ENTRIES, welcomeTable.name].map((table) => ({ table, ...range }))
}
