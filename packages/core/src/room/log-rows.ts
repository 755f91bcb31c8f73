import {
  accountId,
  bigEndian,
  bytes,
  concat,
  deviceId,
  ENTRY_BYTES_MAX,
  logId,
  receiptCodec,
  roomId,
  uint,
} from '@rushlight/protocol'
import type { AccountId, DeviceId, LogId, Receipt, RoomId } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

const SEQ_BYTES = 8

export type LogPlaceKey = { readonly room: RoomId; readonly log: LogId; readonly seq: number }

const placeKey = ({ room, log, seq }: LogPlaceKey): Uint8Array =>
  concat(roomId.toBytes(room), logId.toBytes(log), bigEndian(seq, SEQ_BYTES))

/** Entries as the hub gave them, for the log of a next hub (R18, R27); without the keys that opened them. */
export const rawEntryTable: Table<LogPlaceKey, Uint8Array> = {
  name: 'raw-entry',
  key: placeKey,
  codec: bytes({ max: ENTRY_BYTES_MAX }),
}

/** The hub's word for each place that was judged (R18): by it others can be shown what the hub said (R17). */
export const receiptTable: Table<LogPlaceKey, Receipt> = { name: 'receipt', key: placeKey, codec: receiptCodec }

/** How far each other device of a room has judged, as it said itself (R17). */
export type DeviceHeadKey = { readonly room: RoomId; readonly account: AccountId; readonly device: DeviceId }

export const deviceHeadTable: Table<DeviceHeadKey, number> = {
  name: 'device-head',
  key: ({ room, account, device }) =>
    concat(roomId.toBytes(room), accountId.toBytes(account), deviceId.toBytes(device)),
  codec: uint(),
}
