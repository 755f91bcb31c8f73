/**
 * The first thing done with every store: make sure it holds what the caller thinks it holds.
 *
 * The record `schema` of table `meta` names the kind of store and the number of its format. An empty store gets both;
 * an older one is led forward, one format at a time, each step recorded when it is done; a newer one and one of
 * another kind are refused before anything is written. What comes back is the store limited to the schema's tables.
 */
import { EVERY_KEY } from './keys.ts'
import type { Batch, RecordStore } from './record-store.ts'
import { RecordsError } from './records-error.ts'
import type { Schema } from './schema.ts'

export async function openWithSchema(store: RecordStore, schema: Schema): Promise<RecordStore> {
  const found = await readStamp(store)
  if (found === undefined) await stampEmptyStore(store, schema)
  else {
    if (found.name !== schema.name) throw new RecordsError('otherSchema')
    if (found.format > schema.format) throw new RecordsError('formatTooNew')
    await migrate(store, schema, found.format)
  }
  return limitToTables(store, new Set(schema.tables))
}

type Stamp = { readonly name: string; readonly format: number }

const META_TABLE = 'meta'
const STAMP_KEY: Uint8Array = asciiBytes('schema')
const FORMAT_BYTES = 4

async function readStamp(store: RecordStore): Promise<Stamp | undefined> {
  const [value] = await store.get(META_TABLE, [STAMP_KEY])
  if (value === undefined) return undefined
  if (value.length <= FORMAT_BYTES) throw new RecordsError('damaged')
  const format = new DataView(value.buffer, value.byteOffset).getUint32(0)
  return { name: String.fromCharCode(...value.subarray(FORMAT_BYTES)), format }
}

async function stampEmptyStore(store: RecordStore, schema: Schema): Promise<void> {
  for (const table of schema.tables) {
    const records = await store.range({ table, ...EVERY_KEY, limit: 1 })
    if (records.length > 0) throw new RecordsError('otherSchema')
  }
  await commitStamp(store, { name: schema.name, format: schema.format }, undefined)
}

async function migrate(store: RecordStore, schema: Schema, from: number): Promise<void> {
  for (let format = from; format < schema.format; format += 1) {
    const migration = schema.migrations[format]
    if (migration === undefined) throw new RecordsError('formatTooOld')
    await migration(store)
    await commitStamp(store, { name: schema.name, format: format + 1 }, { name: schema.name, format })
  }
  // What a migration rewrote or dropped is as gone as anything else that was deleted.
  if (from < schema.format) await store.scrub()
}

async function commitStamp(store: RecordStore, stamp: Stamp, before: Stamp | undefined): Promise<void> {
  const at = { table: META_TABLE, key: STAMP_KEY }
  const value = before === undefined ? undefined : encodeStamp(before)
  const [outcome] = await store.commit([{ expect: [{ ...at, value }], put: [{ ...at, value: encodeStamp(stamp) }] }])
  if (outcome !== 'done') throw new RecordsError('inUse')
}

function encodeStamp(stamp: Stamp): Uint8Array {
  const name = asciiBytes(stamp.name)
  const value = new Uint8Array(FORMAT_BYTES + name.length)
  new DataView(value.buffer).setUint32(0, stamp.format)
  value.set(name, FORMAT_BYTES)
  return value
}

/** A table that the schema does not list is a programming error, and is answered like any other wrong name. */
function limitToTables(store: RecordStore, tables: ReadonlySet<string>): RecordStore {
  const ensureListed = (table: string): void => {
    if (!tables.has(table)) throw new RecordsError('outOfBounds')
  }
  return {
    async get(table, keys) {
      ensureListed(table)
      return store.get(table, keys)
    },
    async range(query) {
      ensureListed(query.table)
      return store.range(query)
    },
    async commit(batches) {
      for (const table of batches.flatMap(tablesOf)) ensureListed(table)
      return store.commit(batches)
    },
    scrub: () => store.scrub(),
    close: () => store.close(),
  }
}

function tablesOf(batch: Batch): readonly string[] {
  const parts = [...(batch.expect ?? []), ...(batch.put ?? []), ...(batch.remove ?? []), ...(batch.removeRange ?? [])]
  return parts.map((part) => part.table)
}

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
