import {
  bigEndian,
  bytes,
  concat,
  field,
  fileId,
  logId,
  messageId,
  roomId,
  struct,
  uint,
  union,
} from '@rushlight/protocol'
import type { Codec, FileId, LogId, MessageId, RoomId } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** What has to be erased at a time. The key begins with the time, so the next one is the first row. */
export type Due =
  /** A message's own end. */
  | { readonly kind: 'message'; readonly room: RoomId; readonly id: MessageId }
  /** The memory of one (R28). */
  | { readonly kind: 'seen'; readonly name: Uint8Array }
  /** A raw entry kept for a next hub (R18); its receipt's end is set then. */
  | { readonly kind: 'rawEntry'; readonly room: RoomId; readonly log: LogId; readonly seq: number }
  | { readonly kind: 'receipt'; readonly room: RoomId; readonly log: LogId; readonly seq: number }
  | { readonly kind: 'keyPackage'; readonly readerSecret: Uint8Array }
  /** A file that was attached and not sent. */
  | { readonly kind: 'draftFile'; readonly room: RoomId; readonly id: FileId }

export type Deadline = { readonly at: number; readonly due: Due }

const NAME_BYTES = 16
const SECRET_BYTES = 32
const TIME_BYTES = 8

const dueCodec: Codec<Due> = union<Due>({
  message: [1, struct({ room: field(0, roomId.codec), id: field(1, messageId.codec) })],
  seen: [2, struct({ name: field(0, bytes(NAME_BYTES)) })],
  rawEntry: [3, struct({ room: field(0, roomId.codec), log: field(1, logId.codec), seq: field(2, uint()) })],
  keyPackage: [4, struct({ readerSecret: field(0, bytes(SECRET_BYTES)) })],
  draftFile: [5, struct({ room: field(0, roomId.codec), id: field(1, fileId.codec) })],
  receipt: [6, struct({ room: field(0, roomId.codec), log: field(1, logId.codec), seq: field(2, uint()) })],
})

export const deadlineTable: Table<Deadline, Due> = { name: 'deadline', key: encodeDeadline, codec: dueCodec }

function encodeDeadline({ at, due }: Deadline): Uint8Array {
  return concat(bigEndian(at, TIME_BYTES), referenceOf(due))
}

/** The smallest key of a deadline that is later than `at`. */
export function keyAfterTime(at: number): Uint8Array {
  return bigEndian(Math.floor(at) + 1, TIME_BYTES)
}

export function timeOfDeadline(key: Uint8Array): number {
  return Number(new DataView(key.buffer, key.byteOffset, key.byteLength).getBigUint64(0))
}

function referenceOf(due: Due): Uint8Array {
  switch (due.kind) {
    case 'message':
      return concat(Uint8Array.of(1), roomId.toBytes(due.room), messageId.toBytes(due.id))
    case 'seen':
      return concat(Uint8Array.of(2), due.name)
    case 'rawEntry':
      return concat(Uint8Array.of(3), roomId.toBytes(due.room), logId.toBytes(due.log), bigEndian(due.seq, TIME_BYTES))
    case 'keyPackage':
      return concat(Uint8Array.of(4), due.readerSecret.subarray(0, NAME_BYTES))
    case 'draftFile':
      return concat(Uint8Array.of(5), roomId.toBytes(due.room), fileId.toBytes(due.id))
    case 'receipt':
      return concat(Uint8Array.of(6), roomId.toBytes(due.room), logId.toBytes(due.log), bigEndian(due.seq, TIME_BYTES))
  }
}
