import { QUEUE_FETCH_MAX, QUEUE_ITEMS_MAX, queueId } from '@rushlight/protocol'
import type { QueueId, QueueItemId, StoredQueueItem } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { Put, Remove } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { NOTICES_IN_MEMORY_MAX, QUEUE_COUNTS_IN_MEMORY_MAX } from '../limits.ts'
import { createRecent } from '../limiting/recent.ts'
import { itemOfKey, keyOfItem, QUEUE_ITEMS } from './queue-row.ts'

/** What lies in the queues, and how much of it: a queue that is full takes nothing more. */
export interface QueueItems {
  /** The oldest days first; at most QUEUE_FETCH_MAX. */
  load(queue: QueueId): Promise<readonly StoredQueueItem[]>
  hasRoom(queue: QueueId): Promise<boolean>
  /** Is this very item known to lie there? */
  isThere(queue: QueueId, item: QueueItemId): boolean
  put(queue: QueueId, item: StoredQueueItem): Put
  /** After what was put is on disk. */
  notePut(queue: QueueId, item: QueueItemId): void
  remove(queue: QueueId, items: readonly QueueItemId[]): readonly Remove[]
  /** After what was removed is gone. */
  noteRemoved(queue: QueueId, items: readonly QueueItemId[]): void
  /** Counts are taken anew: many were removed at once. */
  forget(queue: QueueId): void
}

export function createQueueItems({ store }: Pick<Kernel, 'store'>): QueueItems {
  const counts = createRecent<QueueId, number>(QUEUE_COUNTS_IN_MEMORY_MAX)
  const there = createRecent<string, true>(NOTICES_IN_MEMORY_MAX)

  async function countOf(queue: QueueId): Promise<number> {
    const known = counts.get(queue)
    if (known !== undefined) return known
    const items = await store.range({ table: QUEUE_ITEMS, ...itemsOf(queue), limit: QUEUE_ITEMS_MAX })
    counts.set(queue, items.length)
    return items.length
  }

  return {
    async load(queue) {
      const records = await store.range({ table: QUEUE_ITEMS, ...itemsOf(queue), limit: QUEUE_FETCH_MAX })
      return records.map(({ key, value }) => ({ id: itemOfKey(key), sealed: value }))
    },
    hasRoom: async (queue) => (await countOf(queue)) < QUEUE_ITEMS_MAX,
    isThere: (queue, item) => there.has(nameOf(queue, item)),
    put: (queue, { id, sealed }) => ({ table: QUEUE_ITEMS, key: keyOfItem(queue, id), value: sealed }),
    notePut(queue, item) {
      there.set(nameOf(queue, item), true)
      const count = counts.get(queue)
      if (count !== undefined) counts.set(queue, count + 1)
    },
    remove: (queue, items) => items.map((item) => ({ table: QUEUE_ITEMS, key: keyOfItem(queue, item) })),
    noteRemoved(queue, items) {
      for (const item of items) there.delete(nameOf(queue, item))
      counts.delete(queue)
    },
    forget: (queue) => void counts.delete(queue),
  }
}

function itemsOf(queue: QueueId): ReturnType<typeof rangeOf> {
  return rangeOf(queueId.toBytes(queue))
}

function nameOf(queue: QueueId, item: QueueItemId): string {
  return queue + item
}
