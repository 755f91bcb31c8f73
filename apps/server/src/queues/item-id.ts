import { bigEndian, concat, LETTER_KEPT_MS, queueId, queueItemId, span } from '@rushlight/protocol'
import type { Crypto, QueueId, QueueItemId } from '@rushlight/protocol'
import type { RemoveRange } from '@rushlight/records'
import { dayOf, QUEUE_ITEMS } from './queue-row.ts'

/**
 * The id of an item begins with the day on which it expires, so that a queue is read from its oldest day on and expired
 * items lie together; within a day the order is chance. News do not expire: they stand behind all days.
 */
const DAY_BYTES = 3
const NEVER = 0xff_ff_ff
const REST_BYTES: number = queueItemId.lengthBytes - DAY_BYTES
const DAYS_KEPT: number = LETTER_KEPT_MS / span.DAY_MS

export function randomItemId(crypto: Pick<Crypto, 'randomBytes'>, now: number): QueueItemId {
  return idOf(dayOf(now) + DAYS_KEPT, crypto.randomBytes(REST_BYTES))
}

/** The same name gives the same id, for a welcome on the same day: what is left twice lies there once. */
export function namedItemId(kind: 'news' | 'welcome', name: Uint8Array, now: number): QueueItemId {
  return idOf(kind === 'news' ? NEVER : dayOf(now) + DAYS_KEPT, name.slice(0, REST_BYTES))
}

export function removeExpired(queue: QueueId, now: number): RemoveRange {
  const prefix = queueId.toBytes(queue)
  return { table: QUEUE_ITEMS, from: prefix, to: concat(prefix, bigEndian(dayOf(now), DAY_BYTES)) }
}

function idOf(day: number, rest: Uint8Array): QueueItemId {
  return queueItemId.fromBytes(concat(bigEndian(day, DAY_BYTES), rest))
}
