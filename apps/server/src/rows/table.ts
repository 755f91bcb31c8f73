import { encodeWith, parseWith } from '@rushlight/protocol'
import type { Codec } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { Expectation, Put, RecordStore, Remove, StoredRecord } from '@rushlight/records'

/** Records of one shape. The encoding is deterministic, so an expectation can be made from the row that was read. */
export type Table<Row> = { readonly name: string; readonly codec: Codec<Row> }

/** What rules may do with the store by themselves; everything written goes through `turns/`. */
export type Reader = Pick<RecordStore, 'get' | 'range'>

export async function loadRow<Row>(store: Reader, table: Table<Row>, key: Uint8Array): Promise<Row | undefined> {
  const [value] = await store.get(table.name, [key])
  return value === undefined ? undefined : decodeRow(table, value)
}

export async function loadRows<Row>(
  store: Reader,
  table: Table<Row>,
  keys: readonly Uint8Array[],
): Promise<readonly (Row | undefined)[]> {
  if (keys.length === 0) return []
  const values = await store.get(table.name, keys)
  return values.map((value) => (value === undefined ? undefined : decodeRow(table, value)))
}

/** At most `limit` rows of a range, in the order of their keys. */
export async function loadRange<Row>(
  store: Reader,
  table: Table<Row>,
  range: { readonly from: Uint8Array; readonly to: Uint8Array; readonly limit: number },
): Promise<readonly KeyedRow<Row>[]> {
  const records = await store.range({ table: table.name, ...range })
  return records.map(({ key, value }: StoredRecord) => ({ key, row: decodeRow(table, value) }))
}

export type KeyedRow<Row> = { readonly key: Uint8Array; readonly row: Row }

export function putRow<Row>(table: Table<Row>, key: Uint8Array, row: Row): Put {
  return { table: table.name, key, value: encodeWith(table.codec, row) }
}

export function removeRow(table: { readonly name: string }, key: Uint8Array): Remove {
  return { table: table.name, key }
}

/** `row` is what was read: `undefined` where there was none. */
export function expectRow<Row>(table: Table<Row>, key: Uint8Array, row: Row | undefined): Expectation {
  return { table: table.name, key, value: row === undefined ? undefined : encodeWith(table.codec, row) }
}

function decodeRow<Row>(table: Table<Row>, value: Uint8Array): Row {
  const row = parseWith(table.codec, value)
  if (row === undefined) throw new RecordsError('damaged')
  return row
}
