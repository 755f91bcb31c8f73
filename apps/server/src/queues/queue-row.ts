import { addressId, bytes, concat, field, nothing, queueId, queueItemId, span, struct, uint } from '@rushlight/protocol'
import type { AddressId, Nothing, QueueId, QueueItemId } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { RemoveRange } from '@rushlight/records'
import type { Table } from '../rows/table.ts'

/**
 * A mailbox: who knows the secret reads it. No account stands here, and days are the finest time there is, so a queue on the
 * disk belongs to nobody (S9).
 */
export type QueueRow = {
  /** Hash of the secret. */
  readonly secretTag: Uint8Array
  /** The day (since 1970) on which it was last read. */
  readonly readDay: number
}

const HASH_BYTES = 32

export const queueTable: Table<QueueRow> = {
  name: 'queues',
  codec: struct({ secretTag: field(0, bytes(HASH_BYTES)), readDay: field(1, uint()) }),
}

/** Sealed items, under queue and item id. */
export const QUEUE_ITEMS = 'queue-items'

export const closedAddressTable: Table<Nothing> = { name: 'closed-addresses', codec: nothing }

export function keyOfItem(queue: QueueId, item: QueueItemId): Uint8Array {
  return concat(queueId.toBytes(queue), queueItemId.toBytes(item))
}

export function itemOfKey(key: Uint8Array): QueueItemId {
  return queueItemId.fromBytes(key.slice(queueId.lengthBytes))
}

export function keyOfClosed(queue: QueueId, address: AddressId): Uint8Array {
  return concat(queueId.toBytes(queue), addressId.toBytes(address))
}

/** A queue and everything in it. */
export function removeQueueRows(queue: QueueId): readonly RemoveRange[] {
  const tables = [queueTable.name, QUEUE_ITEMS, closedAddressTable.name]
  return tables.map((table) => ({ table, ...rangeOf(queueId.toBytes(queue)) }))
}

export function dayOf(at: number): number {
  return Math.floor(at / span.DAY_MS)
}
