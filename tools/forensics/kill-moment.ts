/**
 * Kills a process in the middle of its erasing, told by the writing of its write-ahead log. It watches in a thread of its own:
 * whoever looks through vaults meanwhile would not see each of the writes.
 */
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { isMainThread, Worker, workerData } from 'node:worker_threads'

/** Of the writes that follow the deadline; 0: at the deadline itself. */
export type Moment = { readonly afterWrites: number }

export type Killing = { readonly pid: number; readonly files: readonly string[]; readonly deadline: number } & Moment

/** Resolves when it was killed: at the moment, or when it had become clear that it does not come. */
export async function killAtMoment(killing: Killing): Promise<void> {
  await once(new Worker(new URL(import.meta.url), { workerData: killing }), 'exit')
}

async function watchAndKill({ pid, files: watched, deadline, ...moment }: Killing): Promise<void> {
  await sleep(Math.max(0, deadline - Date.now()))
  let last = stateOf(watched)
  for (let writes = 0; writes < moment.afterWrites && Date.now() < deadline + PATIENCE_MS;) {
    const state = stateOf(watched)
    if (state !== last) writes += 1
    last = state
    await nextTurn()
  }
  process.kill(pid, 'SIGKILL')
}

function isKilling(data: unknown): data is Killing {
  return typeof data === 'object' && data !== null && 'pid' in data && 'deadline' in data
}

const PATIENCE_MS = 1500

function stateOf(files: readonly string[]): string {
  return files
    .map((file) => {
      const stats = statSync(file, { bigint: true, throwIfNoEntry: false })
      return stats === undefined ? '' : `${stats.size} ${stats.mtimeNs}`
    })
    .join()
}

// Last, so that all of this file is there for it.
if (!isMainThread && isKilling(workerData)) await watchAndKill(workerData)
