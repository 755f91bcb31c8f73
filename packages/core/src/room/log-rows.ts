import { accountId, bigEndian, concat, deviceId, logId, logItemCodec, roomId, uint } from '@rushlight/protocol'
import type { AccountId, DeviceId, LogId, LogItem, RoomId } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

const SEQ_BYTES = 8

/** Entries as the hub gave them, for the log of a next hub (R18, R27); without the keys that opened them. */
export type RawEntryKey = { readonly room: RoomId; readonly log: LogId; readonly seq: number }

export const rawEntryTable: Table<RawEntryKey, LogItem> = {
  name: 'raw-entry',
  key: ({ room, log, seq }) => concat(roomId.toBytes(room), logId.toBytes(log), bigEndian(seq, SEQ_BYTES)),
  codec: logItemCodec,
}

/** How far each other device of a room has judged, as it said itself (R17). */
export type DeviceHeadKey = { readonly room: RoomId; readonly account: AccountId; readonly device: DeviceId }

export const deviceHeadTable: Table<DeviceHeadKey, number> = {
  name: 'device-head',
  key: ({ room, account, device }) =>
    concat(roomId.toBytes(room), accountId.toBytes(account), deviceId.toBytes(device)),
  codec: uint(),
}
