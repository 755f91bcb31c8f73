import type { QueueId } from '@rushlight/protocol'
import { writeDecided } from '../turns/write-decided.ts'
import { removeQueueRows } from './queue-row.ts'
import type { Queues } from './queues.ts'

/** A queue and everything in it goes, whoever reads it now. */
export async function eraseQueue({ kernel, destinations, attachments, items }: Queues, queue: QueueId): Promise<void> {
  destinations.noteGone(queue)
  const reader = attachments.of(queue)?.caller
  if (reader !== undefined) attachments.detach(reader)
  reader?.push({ kind: 'detached' })
  items.forget(queue)
  const removeRange = removeQueueRows(queue)
  await writeDecided(kernel.turns, async () => ({ kind: 'write', batch: { removeRange }, result: undefined }))
}
