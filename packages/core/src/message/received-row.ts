import { bigEndian, concat } from '@rushlight/protocol'
import { messagePlaceCodec } from './message-row.ts'
import type { MessagePlace } from './message-row.ts'
import type { Table } from '../vault/table.ts'

/** A message that `receive` has not handed out on this device yet. The row goes when the output has taken it. */
export type ReceivedKey = { readonly at: number; readonly count: number }

const NUMBER_BYTES = 8

export const receivedTable: Table<ReceivedKey, MessagePlace> = {
  name: 'received',
  key: ({ at, count }) => concat(bigEndian(at, NUMBER_BYTES), bigEndian(count, NUMBER_BYTES)),
  codec: messagePlaceCodec,
}
