import { addressId, concat, logId, sealQueueItem, utf8 } from '@rushlight/protocol'
import type { QueueId, QueueItem, QueueItemId } from '@rushlight/protocol'
import type { Put } from '@rushlight/records'
import type { Destination } from './destinations.ts'
import { namedItemId } from './item-id.ts'
import type { Queues } from './queues.ts'

/** A few words left in a queue for a device that is not there: pull that log, or fetch that Welcome. */
export type Notice = Exclude<QueueItem, { kind: 'letter' }>

export type NoticePlan = {
  /** Go into the same batch as what they tell of. */
  readonly puts: readonly Put[]
  readonly left: readonly Left[]
}

type Left = { readonly queue: QueueId; readonly item: QueueItemId }

/**
 * One notice of one kind about one log lies in a queue at most once for each address, so a queue does not grow while its
 * reader is away. Its id tells nothing and follows from what it is about: left again, it lands on itself. Whoever repeats
 * somebody's address with another item key gets a notice of its own and hides none.
 *
 * What is planned counts as left at once; if its batch fails, `noteFailed` takes that back.
 */
export async function planNotices(
  queues: Queues,
  wanted: readonly { readonly destination: Destination; readonly notice: Notice }[],
): Promise<NoticePlan> {
  const { kernel, items } = queues
  const puts: Put[] = []
  const left: Left[] = []
  for (const { destination, notice } of wanted) {
    const { queue, itemKey } = destination
    const item = idOf(queues, destination, notice)
    if (items.isThere(queue, item) || !(await items.hasRoom(queue))) continue
    puts.push(items.put(queue, { id: item, sealed: await sealQueueItem(kernel.crypto, itemKey, notice) }))
    left.push({ queue, item })
    items.notePut(queue, item)
  }
  kernel.figures.count('notices', left.length)
  return { puts, left }
}

/** Their batch is on disk: whoever reads one of these queues by now hears of it. */
export async function noteLeft({ wakeUp }: Queues, { left }: NoticePlan): Promise<void> {
  if (left.length > 0) await wakeUp.publish([...new Set(left.map(({ queue }) => queue))])
}

export function noteFailed({ items }: Queues, { left }: NoticePlan): void {
  for (const { queue, item } of left) items.noteRemoved(queue, [item])
}

function idOf({ kernel }: Queues, { address, itemKey }: Destination, { kind, log }: Notice): QueueItemId {
  const { crypto, identity, clock } = kernel
  const about = concat(utf8(kind), logId.toBytes(log), addressId.toBytes(address), itemKey)
  return namedItemId(kind, crypto.hmacSha256(identity.noticeKey, about), clock.now())
}
