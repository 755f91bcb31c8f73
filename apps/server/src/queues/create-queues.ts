import type { Kernel } from '../kernel.ts'
import type { WakeUp } from '../ports/wake-up.ts'
import { createAttachments } from './attachments.ts'
import { createDestinations } from './destinations.ts'
import { createQueueItems } from './queue-items.ts'
import type { Queues } from './queues.ts'

export function createQueues(kernel: Kernel, wakeUp: WakeUp): Queues {
  return {
    kernel,
    wakeUp,
    attachments: createAttachments(),
    destinations: createDestinations(kernel),
    items: createQueueItems(kernel),
  }
}
