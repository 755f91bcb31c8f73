import { concat, messageId, oneOf, roomId } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** Something that the others of a room are still to be told about a message. */
export type Report = 'read'

export const reportTable: Table<{ readonly room: RoomId; readonly id: MessageId }, Report> = {
  name: 'report',
  key: ({ room, id }) => concat(roomId.toBytes(room), messageId.toBytes(id)),
  codec: oneOf(['read']),
}

export function idOfReport(key: Uint8Array): MessageId {
  return messageId.fromBytes(key.slice(-messageId.lengthBytes))
}
