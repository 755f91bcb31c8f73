import { ENTRY_KEPT_MS_MAX, logId } from '@rushlight/protocol'
import type { LogId } from '@rushlight/protocol'
import { RANGE_RECORDS_MAX } from '@rushlight/records'
import type { Remove } from '@rushlight/records'
import { ROWS_PER_SWEEP } from '../limits.ts'
import { dayOf } from '../queues/queue-row.ts'
import { pagesOf } from '../rows/pages.ts'
import { expectRow, loadRange, putRow, removeRow } from '../rows/table.ts'
import type { KeyedRow } from '../rows/table.ts'
import { closeDue } from './door-tree.ts'
import {
  doorTreeTable,
  keyOfPlace,
  keyOfRoster,
  keyOfSubmit,
  logTable,
  placeTable,
  readersOf,
  readerTable,
  removePlaces,
  ROSTERS,
  submitTable,
} from './log-rows.ts'
import type { LogRow, PlaceRow, ReaderRow } from './log-rows.ts'
import type { Logs } from './logs.ts'
import { endLostReaders } from './readers.ts'

/** Now and then every log is looked at: old doors close, and what everybody has, or what is too old, is forgotten. */
export async function sweepLogs(logs: Logs): Promise<void> {
  for await (const rows of pagesOf(logs.kernel.store, logTable)) {
    for (const { key, row } of rows) {
      const log = logId.fromBytes(key)
      await closeDueDoors(logs, log)
      await forgetPlaces(logs, log, row)
    }
  }
}

async function closeDueDoors(logs: Logs, log: LogId): Promise<void> {
  const { store, turns, clock } = logs.kernel
  await logs.hotLogs.run(log, async () => {
    const hot = await logs.hotLogs.load(log)
    const change = hot === undefined ? undefined : closeDue(hot.tree, dayOf(clock.now()))
    if (hot === undefined || change === undefined || change.closed.length === 0) return
    const key = logId.toBytes(log)
    const outcome = await turns
      .write({
        expect: [expectRow(logTable, key, hot.row), expectRow(doorTreeTable, key, hot.tree)],
        remove: change.closed.map((door) => ({ table: ROSTERS, key: keyOfRoster(log, door) })),
        put: [
          putRow(doorTreeTable, key, change.tree),
          ...(await endLostReaders(store, { log, tree: change.tree, until: hot.row.seq })),
        ],
      })
      .catch(() => 'conflict')
    // Read anew in either case: what was decided here is not worth carrying along.
    if (outcome === 'done' || outcome === 'conflict') logs.hotLogs.drop(hot)
  })
}

/** Places go when all readers have them, or when they are as old as any may get. Their receipts go with them. */
async function forgetPlaces(logs: Logs, log: LogId, { seq }: LogRow): Promise<void> {
  const { store, clock } = logs.kernel
  const readers = await loadRange(store, readerTable, { ...readersOf(log), limit: RANGE_RECORDS_MAX })
  const needed = Math.min(seq, ...readers.map(({ row }) => hasUpTo(row)))
  const before = clock.now() - ENTRY_KEPT_MS_MAX
  for (;;) {
    const range = { from: keyOfPlace(log, 0), to: keyOfPlace(log, seq + 1), limit: ROWS_PER_SWEEP }
    const places = (await loadRange(store, placeTable, range)).map(({ row }) => row)
    const old = places.filter(({ receipt: { body } }) => body.seq <= needed || body.acceptedAt < before)
    await forgetOld(logs, log, old)
    if (old.length < ROWS_PER_SWEEP) return forgetReaders(logs, { readers, first: places[old.length] })
  }
}

async function forgetOld({ kernel }: Logs, log: LogId, old: readonly PlaceRow[]): Promise<void> {
  const last = old.at(-1)?.receipt.body.seq
  if (last === undefined) return
  const remove = old.map(({ submit }) => removeRow(submitTable, keyOfSubmit(log, submit)))
  await kernel.turns.write({ removeRange: removePlaces(log, last), remove })
}

/** Of removed readers for whom nothing is left to pull. */
async function forgetReaders(
  { kernel }: Logs,
  { readers, first }: { readonly readers: readonly KeyedRow<ReaderRow>[]; readonly first: PlaceRow | undefined },
): Promise<void> {
  const firstSeq = first?.receipt.body.seq ?? Infinity
  const ended = readers.filter(({ row: { until, seen } }) => until !== undefined && (seen >= until || until < firstSeq))
  if (ended.length === 0) return
  await kernel.turns.write({
    expect: ended.map(({ key, row }) => expectRow(readerTable, key, row)),
    remove: ended.map(({ key }): Remove => removeRow(readerTable, key)),
  })
}

function hasUpTo({ seen, until }: ReaderRow): number {
  return until !== undefined && seen >= until ? Infinity : seen
}
