import { fetchWelcome, findHeads, logId, pullLog, readerTag } from '@rushlight/protocol'
import type {
  FetchWelcomeParams,
  FetchWelcomeResult,
  HeadsResult,
  LogId,
  LogPlace,
  PullParams,
  PullResult,
} from '@rushlight/protocol'
import { loadRow, loadRows } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import { done, refuse } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { loadItems } from './load-items.ts'
import {
  keyOfPlace,
  keyOfReader,
  logTable,
  placeTable,
  readersOf,
  readerTable,
  successorTable,
  welcomeTable,
} from './log-rows.ts'
import type { LogRow, ReaderRow } from './log-rows.ts'
import type { Logs } from './logs.ts'

/**
 * Reading a log by a reader secret (R12): fan-out may lose something, the log does not. Only what is on disk is shown. What
 * a reader says that it has seen lets the log forget in time. A log that is not here and one of somebody else are answered
 * alike.
 */
export function pullRoutes(logs: Logs): readonly Route[] {
  return [
    openRoute(pullLog, undefined, (_caller, params) => pull(logs, params)),
    openRoute(findHeads, undefined, (_caller, params) => heads(logs, params.logs)),
    openRoute(fetchWelcome, undefined, (_caller, params) => welcomeOf(logs, params)),
  ]
}

async function pull(logs: Logs, { log, reader, after }: PullParams): Promise<Outcome<PullResult>> {
  const reading = await findReading(logs, log, reader)
  if (reading === undefined) return refuse('unknownLog')
  const { head, tag } = reading
  logs.positions.note(log, tag, Math.min(after, head))
  return done({ items: await loadItems(logs.kernel.store, log, { after, upTo: head }), head })
}

async function heads(logs: Logs, places: readonly LogPlace[]): Promise<Outcome<HeadsResult>> {
  const { store, crypto } = logs.kernel
  const tags = places.map(({ reader }) => readerTag(crypto, reader))
  const rows = await loadRows(
    store,
    logTable,
    places.map(({ log }) => logId.toBytes(log)),
  )
  const readers = await loadRows(
    store,
    readerTable,
    places.map(({ log }, i) => keyOfReader(log, tags[i] ?? NO_TAG)),
  )
  const moved: { log: LogId; head: number }[] = []
  const unknown: LogId[] = []
  for (const [i, { log, seen }] of places.entries()) {
    const head = headFor(rows[i], readers[i])
    if (head === undefined) unknown.push(log)
    else if (head > seen) moved.push({ log, head })
    if (head !== undefined) logs.positions.note(log, tags[i] ?? NO_TAG, Math.min(seen, head))
  }
  const left = await findLeft(store, places, unknown)
  return done(left.length === 0 ? { moved, unknown } : { moved, unknown, left })
}

/** Of the logs that the asker may read: those that members left (R30). */
async function findLeft(
  store: Reader,
  places: readonly LogPlace[],
  unknown: readonly LogId[],
): Promise<readonly LogId[]> {
  const left: LogId[] = []
  for (const { log } of places) {
    if (unknown.includes(log)) continue
    const found = await store.range({ table: successorTable.name, ...readersOf(log), limit: 1 })
    if (found.length > 0) left.push(log)
  }
  return left
}

async function welcomeOf(logs: Logs, { log, reader, seq }: FetchWelcomeParams): Promise<Outcome<FetchWelcomeResult>> {
  const { store } = logs.kernel
  const reading = await findReading(logs, log, reader)
  if (reading?.row.since !== seq) return refuse('unknownLog')
  const key = keyOfPlace(log, seq)
  const welcome = await loadRow(store, welcomeTable, key)
  const place = await loadRow(store, placeTable, key)
  return welcome === undefined || place === undefined
    ? refuse('unknownLog')
    : done({ receipt: place.receipt, ...welcome })
}

const NO_TAG: Uint8Array = new Uint8Array(32)

type Reading = { readonly head: number; readonly tag: Uint8Array; readonly row: ReaderRow }

async function findReading({ kernel }: Logs, log: LogId, secret: Uint8Array): Promise<Reading | undefined> {
  const tag = readerTag(kernel.crypto, secret)
  const logRow = await loadRow(kernel.store, logTable, logId.toBytes(log))
  const row = await loadRow(kernel.store, readerTable, keyOfReader(log, tag))
  const head = headFor(logRow, row)
  return head === undefined || row === undefined ? undefined : { head, tag, row }
}

/** A removed reader's log ends with its removal. */
function headFor(log: LogRow | undefined, reader: ReaderRow | undefined): number | undefined {
  if (log === undefined || reader === undefined) return undefined
  return reader.until === undefined ? log.seq : Math.min(log.seq, reader.until)
}
