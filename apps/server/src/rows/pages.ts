import { EVERY_KEY, successorOf } from '@rushlight/records'
import type { KeyRange } from '@rushlight/records'
import { ROWS_PER_SWEEP } from '../limits.ts'
import { loadRange } from './table.ts'
import type { KeyedRow, Reader, Table } from './table.ts'

/** All rows of a table, or of that range, whose keys have one length, page by page; what is written meanwhile may be in or not. */
export async function* pagesOf<Row>(
  store: Reader,
  table: Table<Row>,
  { from: start, to }: KeyRange = EVERY_KEY,
): AsyncGenerator<readonly KeyedRow<Row>[]> {
  let from = start
  for (;;) {
    const rows = await loadRange(store, table, { from, to, limit: ROWS_PER_SWEEP })
    const last = rows.at(-1)
    if (last === undefined) return
    yield rows
    from = successorOf(last.key)
  }
}
