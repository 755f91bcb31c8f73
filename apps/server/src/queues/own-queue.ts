import { closeAddress, createQueue, queueId, removeQueue } from '@rushlight/protocol'
import type { Nothing, QueueId } from '@rushlight/protocol'
import { QUEUES_PER_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { expectRow, putRow } from '../rows/table.ts'
import type { Caller } from '../sessions/caller.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute, sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { writeDecided } from '../turns/write-decided.ts'
import { closedAddressTable, dayOf, keyOfClosed, queueTable } from './queue-row.ts'
import type { Queues } from './queues.ts'
import { eraseQueue } from './erase-queue.ts'

/** A device makes its mailbox, closes addresses of it, and gives it up. */
export function ownQueueRoutes(queues: Queues): readonly Route[] {
  const { kernel, destinations, attachments } = queues
  const limit = createRateLimit(kernel.clock, QUEUES_PER_ACCOUNT)
  return [
    // Only the limit asks for the account; the queue does not remember it.
    sessionRoute(createQueue, 'queue', async ({ account }, { secretTag }) => {
      return refuseFor(limit.take(account)) ?? create(queues, secretTag)
    }),
    openRoute(closeAddress, 'queue', async (caller, { address }) => {
      const queue = attachments.queueOf(caller)
      if (queue === undefined) return refuse('unknownQueue')
      destinations.noteClosed(queue, address)
      const put = [putRow(closedAddressTable, keyOfClosed(queue, address), undefined)]
      return writeDecided(kernel.turns, async () => ({ kind: 'write', batch: { put }, result: undefined }))
    }),
    openRoute(removeQueue, 'queue', (caller) => removeOwn(queues, caller)),
  ]
}

async function create({ kernel }: Queues, secretTag: Uint8Array): Promise<Outcome<{ readonly queue: QueueId }>> {
  return writeDecided(kernel.turns, async () => {
    const key = kernel.crypto.randomBytes(queueId.lengthBytes)
    const row = { secretTag, readDay: dayOf(kernel.clock.now()) }
    return {
      kind: 'write',
      batch: { expect: [expectRow(queueTable, key, undefined)], put: [putRow(queueTable, key, row)] },
      result: { queue: queueId.fromBytes(key) },
    }
  })
}

async function removeOwn(queues: Queues, caller: Caller): Promise<Outcome<Nothing>> {
  const queue = queues.attachments.queueOf(caller)
  if (queue === undefined) return refuse('unknownQueue')
  await eraseQueue(queues, queue)
  return done(undefined)
}
