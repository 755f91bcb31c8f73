import { QUEUE_IDLE_MS_MAX, queueId, span } from '@rushlight/protocol'
import type { QueueId } from '@rushlight/protocol'
import { pagesOf } from '../rows/pages.ts'
import { expectRow } from '../rows/table.ts'
import { removeExpired } from './item-id.ts'
import { dayOf, queueTable, removeQueueRows } from './queue-row.ts'
import type { QueueRow } from './queue-row.ts'
import type { Queues } from './queues.ts'

const IDLE_DAYS_MAX: number = QUEUE_IDLE_MS_MAX / span.DAY_MS

/** What is past its day leaves the queues, and a queue that nobody reads any more goes as a whole. */
export async function sweepQueues(queues: Queues): Promise<void> {
  for await (const rows of pagesOf(queues.kernel.store, queueTable)) {
    for (const { key, row } of rows) await sweepQueue(queues, queueId.fromBytes(key), row)
  }
}

async function sweepQueue(queues: Queues, queue: QueueId, row: QueueRow): Promise<void> {
  const { kernel, attachments, destinations } = queues
  const now = kernel.clock.now()
  const isIdle = row.readDay + IDLE_DAYS_MAX < dayOf(now) && attachments.of(queue) === undefined
  if (!isIdle) return expireItems(queues, queue)
  // If it is read at this very moment its row has changed, and it stays.
  const expect = [expectRow(queueTable, queueId.toBytes(queue), row)]
  const outcome = await kernel.turns.write({ expect, removeRange: removeQueueRows(queue) })
  if (outcome === 'done') destinations.noteGone(queue)
}

async function expireItems({ kernel, items }: Queues, queue: QueueId): Promise<void> {
  const expired = removeExpired(queue, kernel.clock.now())
  const [first] = await kernel.store.range({ ...expired, limit: 1 })
  if (first === undefined) return
  await kernel.turns.write({ removeRange: [expired] })
  items.forget(queue)
}
