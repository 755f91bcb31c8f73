import type { QueueId, QueueItemId } from '@rushlight/protocol'
import type { Caller } from '../sessions/caller.ts'

/** Which connection reads which queue. One queue, one connection: the newest has it. */
export interface Attachments {
  /** Answers the connection that had the queue before. */
  attach(queue: QueueId, caller: Caller): Caller | undefined
  detach(caller: Caller): void
  of(queue: QueueId): Attachment | undefined
  queueOf(caller: Caller): QueueId | undefined
  count(): number
}

type Attachment = {
  readonly caller: Caller
  /** Items that this connection got already and has not acknowledged. */
  readonly sent: Set<QueueItemId>
}

export function createAttachments(): Attachments {
  const byQueue = new Map<QueueId, Attachment>()
  const byCaller = new Map<Caller, QueueId>()

  function detach(caller: Caller): void {
    const queue = byCaller.get(caller)
    if (queue === undefined) return
    byCaller.delete(caller)
    byQueue.delete(queue)
  }

  return {
    attach(queue, caller) {
      const before = byQueue.get(queue)?.caller
      if (before === caller) return undefined
      if (before !== undefined) detach(before)
      detach(caller)
      byQueue.set(queue, { caller, sent: new Set() })
      byCaller.set(caller, queue)
      return before
    },
    detach,
    of: (queue) => byQueue.get(queue),
    queueOf: (caller) => byCaller.get(caller),
    count: () => byQueue.size,
  }
}
