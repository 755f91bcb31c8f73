import { setImmediate } from 'node:timers/promises'

/**
 * Virtual time: events run one after another in the order of their times, and between two of them everything that was
 * set going by the first comes to rest. Nothing here waits for a real clock.
 */
export interface Scheduler {
  /** UTC ms of the world. */
  now(): number
  at(time: number, run: () => void): () => void
  /** Runs events until `until`; answers how many there were. */
  runUntil(until: number): Promise<number>
}

type Event = { readonly time: number; readonly order: number; readonly run: () => void; isCancelled: boolean }

export function createScheduler(startAt: number): Scheduler {
  const heap: Event[] = []
  let now = startAt
  let order = 0
  return {
    now: () => now,
    at(time, run) {
      order += 1
      const event: Event = { time: Math.max(now, Math.ceil(time)), order, run, isCancelled: false }
      push(heap, event)
      return () => {
        event.isCancelled = true
      }
    },
    async runUntil(until) {
      let count = 0
      // What was begun before the first event comes to rest first.
      await setImmediate()
      for (;;) {
        const event = heap[0]
        if (event === undefined || event.time > until) break
        pop(heap)
        if (event.isCancelled) continue
        now = event.time
        count += 1
        event.run()
        await setImmediate()
      }
      now = Math.max(now, until)
      return count
    },
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order)
}

function push(heap: Event[], event: Event): void {
  let at = heap.length
  heap.push(event)
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (above === undefined || isBefore(above, event)) break
    heap[at] = above
    at = parent
  }
  heap[at] = event
}

function pop(heap: Event[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    const left = 2 * at + 1
    const [first, second] = [heap[left], heap[left + 1]]
    const child = second !== undefined && first !== undefined && isBefore(second, first) ? left + 1 : left
    const smallest = heap[child]
    if (smallest === undefined || isBefore(last, smallest)) break
    heap[at] = smallest
    at = child
  }
  heap[at] = last
}
