import { concat, messageId, oneOf, roomId } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import { loadRange } from '../vault/table.ts'
import type { Table } from '../vault/table.ts'

/** Something that the others of a room are still to be told about a message. */
export type Report = 'read'

export const reportTable: Table<{ readonly room: RoomId; readonly id: MessageId }, Report> = {
  name: 'report',
  key: ({ room, id }) => concat(roomId.toBytes(room), messageId.toBytes(id)),
  codec: oneOf(['read']),
}

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
  return messageId.fromBytes(key.slice(-messageId.lengthBytes))
}
