import type { WakeUp } from '../ports/wake-up.ts'

/** Wake-ups within one process. */
export function createProcessWakeUp(): WakeUp {
  const listeners = new Set<Parameters<WakeUp['subscribe']>[0]>()
  return {
    async publish(queues) {
      for (const listener of listeners) listener(queues)
    },
    subscribe(onWake) {
      // Its own, so that one who subscribes twice is told twice and ends each apart.
      const listener = (queues: Parameters<typeof onWake>[0]): void => onWake(queues)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
