import type { QueueId } from '@rushlight/protocol'

/**
 * Tells whoever serves the reader of a queue, in this process or another, that something new lies in it. The store is the
 * truth: a wake-up may come twice, late, out of order or not at all.
 */
export interface WakeUp {
  publish(queues: readonly QueueId[]): Promise<void>
  /** `onWake` hears of what is published from now on, by anybody, until the answer is called. */
  subscribe(onWake: (queues: readonly QueueId[]) => void): () => void
}
