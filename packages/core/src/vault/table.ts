import { encodeWith, parseWith } from '@rushlight/protocol'
import type { Codec } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { Put, RecordStore, Remove, RemoveRange, StoredRecord } from '@rushlight/records'

/** One kind of record of the vault: where it lies, how its key is made, how its value is written. */
export type Table<K, V> = {
  readonly name: string
  readonly key: (key: K) => Uint8Array
  readonly codec: Codec<V>
}

/** The vault holds bytes that this version cannot read although their format number is ours: damage, or a bug. */
export class VaultDamaged extends Error {
  override readonly name = 'VaultDamaged'
}

export async function load<K, V>(store: Pick<RecordStore, 'get'>, table: Table<K, V>, key: K): Promise<V | undefined> {
  const [value] = await store.get(table.name, [table.key(key)])
  return value === undefined ? undefined : decodeRow(table, value)
}

export type Row<V> = { readonly key: Uint8Array; readonly value: V }

export type RowQuery = {
  /** All rows whose key begins with it; empty: all. */
  readonly prefix: Uint8Array
  readonly limit: number
  readonly reverse?: boolean
  /** Exclusive: go on behind (or, in reverse, before) this key. */
  readonly after?: Uint8Array
  /** Exclusive: nothing from this key on. */
  readonly until?: Uint8Array
}

export async function loadRange<K, V>(
  store: RecordStore,
  table: Table<K, V>,
  query: RowQuery,
): Promise<readonly Row<V>[]> {
  const records = await store.range({
    table: table.name,
    ...boundsOf(query),
    limit: query.limit,
    reverse: query.reverse ?? false,
  })
  return records.map(({ key, value }: StoredRecord) => ({ key, value: decodeRow(table, value) }))
}

/** Every row of a table whose key begins with `prefix`, however many, read page by page. */
export async function loadEveryRow<K, V>(
  store: RecordStore,
  table: Table<K, V>,
  prefix: Uint8Array = NO_PREFIX,
): Promise<readonly Row<V>[]> {
  const rows: Row<V>[] = []
  let page = await loadRange(store, table, { prefix, limit: PAGE_ROWS })
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    rows.push(...page)
    page = page.length < PAGE_ROWS ? [] : await loadRange(store, table, { prefix, limit: PAGE_ROWS, after: last.key })
  }
  return rows
}

const NO_PREFIX = new Uint8Array()
const PAGE_ROWS = 1000

export function put<K, V>(table: Table<K, V>, key: K, value: V): Put {
  return { table: table.name, key: table.key(key), value: encodeWith(table.codec, value) }
}

export function remove<K, V>(table: Table<K, V>, key: K): Remove {
  return { table: table.name, key: table.key(key) }
}

/** All rows whose key begins with `prefix`. */
export function removeAll<K, V>(table: Table<K, V>, prefix: Uint8Array): RemoveRange {
  return { table: table.name, ...rangeOf(prefix) }
}

function decodeRow<K, V>(table: Table<K, V>, value: Uint8Array): V {
  const row = parseWith(table.codec, value)
  if (row === undefined) throw new VaultDamaged()
  return row
}

function boundsOf({ prefix, after, until, reverse = false }: RowQuery): { from: Uint8Array; to: Uint8Array } {
  const { from, to: end } = rangeOf(prefix)
  const to = until ?? end
  if (after === undefined) return { from, to }
  return reverse ? { from, to: after } : { from: behind(after), to }
}

/** The smallest key greater than `key`. */
function behind(key: Uint8Array): Uint8Array {
  const next = new Uint8Array(key.length + 1)
  next.set(key)
  return next
}
