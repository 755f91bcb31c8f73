import { acknowledgeItems, attachQueue, equalSecrets, fetchQueue, hashLabelled, queueId } from '@rushlight/protocol'
import type { Nothing, QueueId, QueueItemId, StoredQueueItem } from '@rushlight/protocol'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import type { Caller } from '../sessions/caller.ts'
import { done, refuse } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { dayOf, queueTable } from './queue-row.ts'
import type { QueueRow } from './queue-row.ts'
import type { Queues } from './queues.ts'

/**
 * Reading a queue: an item stays until it is acknowledged, so it is handed out at least once. Whoever knows the secret may
 * read; which account that is plays no part.
 */
export function readQueueRoutes(queues: Queues): readonly Route[] {
  const { attachments } = queues
  return [
    openRoute(attachQueue, 'queue', (caller, params) => attach(queues, caller, params)),
    openRoute(fetchQueue, 'queue', async (caller) => {
      const queue = attachments.queueOf(caller)
      return queue === undefined ? refuse('unknownQueue') : fetchItems(queues, queue)
    }),
    openRoute(acknowledgeItems, 'queue', async (caller, { items }) => {
      const queue = attachments.queueOf(caller)
      return queue === undefined ? refuse('unknownQueue') : acknowledge(queues, queue, items)
    }),
  ]
}

/** What came in while it was attached goes to the connection that reads it; `sent` keeps it from going there twice. */
export async function pushNewItems({ attachments, items }: Queues, queue: QueueId): Promise<void> {
  const attachment = attachments.of(queue)
  if (attachment === undefined) return
  const unsent = (await items.load(queue)).filter(({ id }) => !attachment.sent.has(id))
  if (unsent.length === 0 || attachments.of(queue) !== attachment) return
  for (const { id } of unsent) attachment.sent.add(id)
  attachment.caller.push({ kind: 'items', items: unsent })
}

async function attach(
  { kernel, attachments }: Queues,
  caller: Caller,
  { queue, secret }: { readonly queue: QueueId; readonly secret: Uint8Array },
): Promise<Outcome<Nothing>> {
  const row = await loadRow(kernel.store, queueTable, queueId.toBytes(queue))
  const tag = hashLabelled(kernel.crypto, 'queue secret', secret)
  if (row === undefined || !equalSecrets(row.secretTag, tag)) return refuse('unknownQueue')
  attachments.attach(queue, caller)?.push({ kind: 'detached' })
  await noteRead({ kernel }, queue, row)
  return done(undefined)
}

/** A queue that is read is kept. If the disk is full the day is noted another time. */
async function noteRead({ kernel }: Pick<Queues, 'kernel'>, queue: QueueId, row: QueueRow): Promise<void> {
  const readDay = dayOf(kernel.clock.now())
  if (row.readDay === readDay) return
  const key = queueId.toBytes(queue)
  const batch = { expect: [expectRow(queueTable, key, row)], put: [putRow(queueTable, key, { ...row, readDay })] }
  await kernel.turns.write(batch).catch(() => 'conflict')
}

async function fetchItems(
  { attachments, items }: Queues,
  queue: QueueId,
): Promise<Outcome<{ readonly items: readonly StoredQueueItem[] }>> {
  const found = await items.load(queue)
  const attachment = attachments.of(queue)
  for (const { id } of found) attachment?.sent.add(id)
  return done({ items: found })
}

async function acknowledge(
  { kernel, attachments, items }: Queues,
  queue: QueueId,
  acknowledged: readonly QueueItemId[],
): Promise<Outcome<Nothing>> {
  await kernel.turns.write({ remove: items.remove(queue, acknowledged) })
  items.noteRemoved(queue, acknowledged)
  const attachment = attachments.of(queue)
  for (const id of acknowledged) attachment?.sent.delete(id)
  return done(undefined)
}
