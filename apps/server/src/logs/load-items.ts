import { PULL_BYTES_MAX, PULL_ENTRIES_MAX } from '@rushlight/protocol'
import type { LogId, LogItem } from '@rushlight/protocol'
import { loadRange } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import { ENTRIES, keyOfPlace, placeTable } from './log-rows.ts'
import type { PlaceRow } from './log-rows.ts'

/**
 * The places from `after` + 1 up to `upTo`, without a gap, as many as one answer holds and at least one. None if the first
 * of them is no longer here.
 */
export async function loadItems(
  store: Reader,
  log: LogId,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Promise<readonly LogItem[]> {
  if (after >= upTo) return []
  const range = { from: keyOfPlace(log, after + 1), to: keyOfPlace(log, upTo + 1), limit: PULL_ENTRIES_MAX }
  const rows = (await loadRange(store, placeTable, range)).map(({ row }) => row)
  const fitting = takeFitting(rows.filter((row, i) => row.receipt.body.seq === after + 1 + i))
  const entries = await store.get(
    ENTRIES,
    fitting.map(({ receipt }) => keyOfPlace(log, receipt.body.seq)),
  )
  return fitting.map(({ receipt }, i) => {
    const entry = entries[i]
    return entry === undefined ? { receipt } : { entry, receipt }
  })
}

function takeFitting(rows: readonly PlaceRow[]): readonly PlaceRow[] {
  let bytes = 0
  const end = rows.findIndex(({ entryBytes }, i) => {
    bytes += entryBytes
    return i > 0 && bytes > PULL_BYTES_MAX
  })
  return end === -1 ? rows : rows.slice(0, end)
}
