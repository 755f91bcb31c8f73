import { queueId } from '@rushlight/protocol'
import type { QueueId } from '@rushlight/protocol'
import type { WakeUp } from '../ports/wake-up.ts'

/** A question of the exam: throws unless the adapter answers right. */
export type WakeUpQuestion = { readonly name: string; readonly run: (open: () => Promise<WakeUp>) => Promise<void> }

/** What every adapter of the wake-up port passes. `open` gives another view of the same bus, as another process has it. */
export const wakeUpExam: readonly WakeUpQuestion[] = [
  {
    name: 'whoever subscribes hears what is published, in this process and another',
    async run(open) {
      const [near, far] = [await open(), await open()]
      const heard: QueueId[] = []
      const heardFar: QueueId[] = []
      near.subscribe((queues) => heard.push(...queues))
      far.subscribe((queues) => heardFar.push(...queues))
      await near.publish([queue(1), queue(2)])
      await eventually(() => heard.length === 2 && heardFar.length === 2)
    },
  },
  {
    name: 'whoever has unsubscribed hears nothing more',
    async run(open) {
      const bus = await open()
      const heard: QueueId[] = []
      const kept: QueueId[] = []
      const unsubscribe = bus.subscribe((queues) => heard.push(...queues))
      bus.subscribe((queues) => kept.push(...queues))
      unsubscribe()
      await bus.publish([queue(3)])
      await eventually(() => kept.length === 1)
      if (heard.length > 0) throw new Error('heard something after it had unsubscribed')
    },
  },
  {
    name: 'one listener that subscribes twice is told twice, and ends each apart',
    async run(open) {
      const bus = await open()
      const heard: QueueId[] = []
      const listener = (queues: readonly QueueId[]): void => void heard.push(...queues)
      const unsubscribe = bus.subscribe(listener)
      bus.subscribe(listener)
      await bus.publish([queue(4)])
      await eventually(() => heard.length === 2)
      unsubscribe()
      await bus.publish([queue(5)])
      await eventually(() => heard.length === 3)
    },
  },
]

const TRIES_MAX = 500

async function eventually(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    if (isSo()) return
    await new Promise<void>((resolve) => setTimeout(resolve, 2))
  }
  throw new Error('did not come to be')
}

function queue(number: number): QueueId {
  return queueId.fromBytes(new Uint8Array(queueId.lengthBytes).fill(number))
}
