import { SUCCESSOR_NOTES_MAX } from '@rushlight/protocol'
import type { LogId, SuccessorNote } from '@rushlight/protocol'
import { loadRange } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import { readersOf, successorTable } from './log-rows.ts'

/** What readers of a log showed of where it went on. */
export async function loadSuccessors(store: Reader, log: LogId): Promise<readonly SuccessorNote[]> {
  const rows = await loadRange(store, successorTable, { ...readersOf(log), limit: SUCCESSOR_NOTES_MAX })
  return rows.map(({ row }) => row)
}
