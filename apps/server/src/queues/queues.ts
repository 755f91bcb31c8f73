import type { Kernel } from '../kernel.ts'
import type { WakeUp } from '../ports/wake-up.ts'
import type { Attachments } from './attachments.ts'
import type { Destinations } from './destinations.ts'
import type { QueueItems } from './queue-items.ts'

/** The parts that everything about queues shares. */
export type Queues = {
  readonly kernel: Kernel
  readonly attachments: Attachments
  readonly destinations: Destinations
  readonly items: QueueItems
  readonly wakeUp: WakeUp
}
