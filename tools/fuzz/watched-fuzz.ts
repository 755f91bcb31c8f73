import { Worker } from 'node:worker_threads'
import { LastInput } from './last-input.ts'
import { NO_COST } from './run-fuzz.ts'
import type { FuzzReport } from './run-fuzz.ts'
import type { Task } from './worker.ts'

/** One input may take 50 ms; a thread that stands for this long hangs. */
const HANG_MS = 20_000
/** For the whole program with all its samples; a decoder that wants more than its 64 MiB comes to it. */
const HEAP_MIB = 256

export type WatchedReport = FuzzReport & { readonly targets: number }

/** Runs it in a thread of its own, and tells also what made that thread hang or die. */
export async function watchedFuzz(task: Task): Promise<WatchedReport> {
  const last = new LastInput()
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { ...task, memory: last.memory },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  })
  const { promise, resolve } = Promise.withResolvers<WatchedReport>()
  const end = (what: string): void => resolve(broken(last, what))
  worker.once('message', (report: WatchedReport) => resolve(report))
  worker.once('error', (error) => end(error instanceof Error ? error.message : 'the thread died'))
  let seen = -1
  const watch = setInterval(() => {
    if (seen === last.count() && seen > 0) end('hangs')
    seen = last.count()
  }, HANG_MS)
  const report = await promise
  clearInterval(watch)
  await worker.terminate()
  return report
}

function broken(last: LastInput, what: string): WatchedReport {
  const [slowest, largest] = [NO_COST, NO_COST]
  const unknown = { accepted: 0, kept: 0, targets: 0, slowest, largest }
  return { ...unknown, executions: last.count(), findings: [{ ...last.get(), what }] }
}
