/** Ends a process in the middle of its erasing, told by the writing of its write-ahead log. */
import { statSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** Of the writes that follow the deadline; 0: at the deadline itself. */
export type Moment = { readonly afterWrites: number }

/** Resolves at the moment, or when it has become clear that it does not come. */
export async function waitForMoment(files: () => readonly string[], deadline: number, moment: Moment): Promise<void> {
  await sleep(Math.max(0, deadline - Date.now()))
  const watched = files()
  let last = stateOf(watched)
  for (let writes = 0; writes < moment.afterWrites && Date.now() < deadline + PATIENCE_MS;) {
    const state = stateOf(watched)
    if (state !== last) writes += 1
    last = state
    await nextTurn()
  }
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
