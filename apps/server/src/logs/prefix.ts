import {
  concat,
  equal,
  field,
  hex,
  logId,
  PREFIX_BYTES_MAX,
  PREFIX_BYTES_PER_READER_MAX,
  PREFIX_COPIES_MAX,
  PREFIX_NAME_BYTES,
  PULL_BYTES_MAX,
  pullPrefix,
  putPrefix,
  readerTag,
  struct,
  timeToLiveMs,
  ENTRY_KEPT_MS_MAX,
  uint,
} from '@rushlight/protocol'
import type { LogId, Nothing, PrefixItem } from '@rushlight/protocol'
import { decodeUint32Key, encodeUint32Key, rangeOf } from '@rushlight/records'
import { PREFIXES_IN_MEMORY_MAX } from '../limits.ts'
import { createRecent } from '../limiting/recent.ts'
import type { Recent } from '../limiting/recent.ts'
import { pagesOf } from '../rows/pages.ts'
import { expectRow, loadRange, putRow, removeRow } from '../rows/table.ts'
import type { Reader, Table } from '../rows/table.ts'
import { done, refuse } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { Logs } from './logs.ts'
import { readerNumber } from './readers.ts'

/**
 * Entries of an earlier log that members put beside this one (R14, R27): pulled by name, told to nobody. All that is seen of
 * them here is a name, a size, who of the roster's numbers brought them, and when they end.
 */
type PrefixRow = { readonly bytes: number; readonly endsAt: number }

const prefixTable: Table<PrefixRow> = {
  name: 'prefixes',
  codec: struct({ bytes: field(0, uint()), endsAt: field(1, uint()) }),
}

/** The sealed entries, under the same keys. */
const PREFIX_ENTRIES = 'prefix-entries'

/** What lies beside one log, counted when it is first asked for. */
type Count = { all: number; readonly perReader: Map<number, number> }

export function prefixRoutes(logs: Logs): readonly Route[] {
  const { store, crypto, clock } = logs.kernel
  const counts = createRecent<LogId, Count>(PREFIXES_IN_MEMORY_MAX)
  return [
    openRoute(putPrefix, undefined, async (_caller, { log, reader, name, sealed, timeToLiveStep }) => {
      const number = await readerNumber(store, log, readerTag(crypto, reader))
      if (number === undefined) return refuse('unknownLog')
      const keptMs = Math.min(timeToLiveMs(timeToLiveStep), ENTRY_KEPT_MS_MAX)
      const putting = { log, number, name, sealed, endsAt: clock.now() + keptMs }
      return logs.hotLogs.run(log, () => put(logs, counts, putting))
    }),
    openRoute(pullPrefix, undefined, async (_caller, { log, reader, names }) => {
      const number = await readerNumber(store, log, readerTag(crypto, reader))
      return number === undefined ? refuse('unknownLog') : done({ items: await pull(store, log, names) })
    }),
  ]
}

/** What has ended goes; a count that says too much is made anew once it has refused something. */
export async function sweepPrefixes({ kernel }: Pick<Logs, 'kernel'>): Promise<void> {
  const { store, turns, clock } = kernel
  for await (const rows of pagesOf(store, prefixTable)) {
    const ended = rows.filter(({ row }) => row.endsAt <= clock.now())
    if (ended.length === 0) continue
    const remove = ended.flatMap(({ key }) => [removeRow(prefixTable, key), { table: PREFIX_ENTRIES, key }])
    await turns.write({ remove })
  }
}

type Putting = {
  readonly log: LogId
  readonly number: number
  readonly name: Uint8Array
  readonly sealed: Uint8Array
  readonly endsAt: number
}

async function put({ kernel }: Logs, counts: Recent<LogId, Count>, putting: Putting): Promise<Outcome<Nothing>> {
  const { store, turns } = kernel
  const { log, number, name, sealed, endsAt } = putting
  const beside = concat(logId.toBytes(log), name)
  const copies = await loadRange(store, prefixTable, { ...rangeOf(beside), limit: PREFIX_COPIES_MAX })
  const key = concat(beside, encodeUint32Key(number))
  const isThere = copies.some((one) => equal(one.key, key))
  if (isThere || copies.length >= PREFIX_COPIES_MAX) return done(undefined)
  const count = counts.get(log) ?? (await countPrefix(store, log))
  const own = (count.perReader.get(number) ?? 0) + sealed.length
  if (own > PREFIX_BYTES_PER_READER_MAX || count.all + sealed.length > PREFIX_BYTES_MAX) {
    counts.delete(log)
    return refuse('quotaExceeded')
  }
  const written = await turns.write({
    expect: [expectRow(prefixTable, key, undefined)],
    put: [putRow(prefixTable, key, { bytes: sealed.length, endsAt }), { table: PREFIX_ENTRIES, key, value: sealed }],
  })
  if (written !== 'done') return refuse('unavailable')
  count.all += sealed.length
  count.perReader.set(number, own)
  counts.set(log, count)
  return done(undefined)
}

async function countPrefix(store: Reader, log: LogId): Promise<Count> {
  const count: Count = { all: 0, perReader: new Map() }
  for await (const rows of pagesOf(store, prefixTable, rangeOf(logId.toBytes(log)))) {
    for (const { key, row } of rows) {
      const number = decodeUint32Key(key, logId.lengthBytes + PREFIX_NAME_BYTES)
      count.all += row.bytes
      count.perReader.set(number, (count.perReader.get(number) ?? 0) + row.bytes)
    }
  }
  return count
}

async function pull(store: Reader, log: LogId, names: readonly Uint8Array[]): Promise<readonly PrefixItem[]> {
  const items: PrefixItem[] = []
  let bytes = 0
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(hex(name))) continue
    seen.add(hex(name))
    const range = rangeOf(concat(logId.toBytes(log), name))
    const found = await store.range({ table: PREFIX_ENTRIES, ...range, limit: PREFIX_COPIES_MAX })
    for (const { value } of found) {
      bytes += value.length
      if (items.length > 0 && bytes > PULL_BYTES_MAX) return items
      items.push({ name, sealed: value })
    }
  }
  return items
}
