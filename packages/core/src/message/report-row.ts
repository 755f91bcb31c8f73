import { concat, messageId, oneOf, roomId } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import { loadRange } from '../vault/table.ts'
import type { Table } from '../vault/table.ts'

/** Something that the others of a room are still to be told about a message. `error`: its file is not to be had (R27). */
export type Report = 'read' | 'error'

export type ReportKey = { readonly room: RoomId; readonly id: MessageId; readonly report: Report }

export const reportTable: Table<ReportKey, Report> = {
  name: 'report',
  key: ({ room, id, report }) =>
    concat(roomId.toBytes(room), messageId.toBytes(id), report === 'read' ? new Uint8Array() : ERROR_MARK),
  codec: oneOf(['read', 'error']),
}

const ERROR_MARK = Uint8Array.of(1)

/** The others of the room have not heard of everything; as it stood before this step. */
export async function hasReports({
  store,
  room,
}: {
  readonly store: RecordStore
  readonly room: RoomId
}): Promise<boolean> {
  return (await loadRange(store, reportTable, { prefix: roomId.toBytes(room), limit: 1 })).length > 0
}

export function idOfReport(key: Uint8Array): MessageId {
  return messageId.fromBytes(key.slice(roomId.lengthBytes, roomId.lengthBytes + messageId.lengthBytes))
}
