/**
 * One table of records in SQLite: `(key, slot, value)` with an index on the key, the value sealed under the key in its
 * slot. An ordinary table and not one WITHOUT ROWID: there, a value of more than 1,000 bytes takes a page for itself.
 *
 * Tables are made when something is first put into them; their names have passed the bounds of the port, so they hold
 * nothing that could end a quoted identifier, and never the `_` of SQLite's and this store's own tables.
 */
import { isTableName } from '../bounds.ts'
import type { RangeQuery } from '../record-store.ts'
import type { SqliteDriver } from './sqlite-driver.ts'

export type SealedRecord = { readonly key: Uint8Array; readonly slot: number; readonly sealed: Uint8Array }

interface RecordTable {
  find(key: Uint8Array): SealedRecord | undefined
  slotOf(key: Uint8Array): number | undefined
  /** `row`: its number in the file; else the next one. */
  insert(record: SealedRecord, row: number | undefined): void
  /** For a key that is there. */
  update(record: SealedRecord): void
  /** The slot of what was removed. */
  remove(key: Uint8Array): number | undefined
  removeRange(from: Uint8Array, to: Uint8Array): readonly number[]
  range(query: RangeQuery): readonly SealedRecord[]
}

export interface RecordTables {
  /** `undefined` while nothing was ever put into it. */
  existing(name: string): RecordTable | undefined
  ensure(name: string): RecordTable
  /** After a rollback: tables that were made in the transaction are not there. */
  reload(): void
}

export function createRecordTables(driver: SqliteDriver): RecordTables {
  const listNames = driver.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
  let names = loadNames()
  let tables = new Map<string, RecordTable>()

  function loadNames(): Set<string> {
    const found = listNames.all().flatMap(([name]) => (typeof name === 'string' && isTableName(name) ? [name] : []))
    return new Set(found)
  }

  function existing(name: string): RecordTable | undefined {
    if (!names.has(name)) return undefined
    let table = tables.get(name)
    if (table === undefined) {
      table = prepareTable(driver, name)
      tables.set(name, table)
    }
    return table
  }

  return {
    existing,
    ensure(name) {
      if (!names.has(name)) {
        driver.exec(`CREATE TABLE "${name}" (key BLOB PRIMARY KEY, slot INTEGER NOT NULL, value BLOB NOT NULL) STRICT`)
        names.add(name)
      }
      return existing(name) ?? prepareTable(driver, name)
    },
    reload() {
      const present = loadNames()
      tables = new Map([...tables].filter(([name]) => present.has(name)))
      names = present
    },
  }
}

function prepareTable(driver: SqliteDriver, name: string): RecordTable {
  const find = driver.prepare(`SELECT key, slot, value FROM "${name}" WHERE key = ?`)
  const slotOf = driver.prepare(`SELECT slot FROM "${name}" WHERE key = ?`)
  const insert = driver.prepare(`INSERT INTO "${name}" (key, slot, value) VALUES (?, ?, ?)`)
  const insertAt = driver.prepare(`INSERT INTO "${name}" (rowid, key, slot, value) VALUES (?, ?, ?, ?)`)
  const update = driver.prepare(`UPDATE "${name}" SET value = ? WHERE key = ?`)
  const remove = driver.prepare(`DELETE FROM "${name}" WHERE key = ? RETURNING slot`)
  const removeRange = driver.prepare(`DELETE FROM "${name}" WHERE key >= ? AND key < ? RETURNING slot`)
  const columns = `SELECT key, slot, value FROM "${name}" WHERE key >= ? AND key < ? ORDER BY key`
  const ascending = driver.prepare(`${columns} ASC LIMIT ?`)
  const descending = driver.prepare(`${columns} DESC LIMIT ?`)
  return {
    find: (key) => find.all(key).map(recordIn)[0],
    slotOf: (key) => slotOf.all(key).map(slotIn)[0],
    insert: ({ key, slot, sealed }, row) =>
      row === undefined ? insert.run(key, slot, sealed) : insertAt.run(row, key, slot, sealed),
    update: ({ key, sealed }) => update.run(sealed, key),
    remove: (key) => remove.all(key).map(slotIn)[0],
    removeRange: (from, to) => removeRange.all(from, to).map(slotIn),
    range({ from, to, limit, reverse }) {
      const statement = reverse === true ? descending : ascending
      return statement.all(from, to, limit).map(recordIn)
    },
  }
}

function recordIn([key, slot, sealed]: readonly unknown[]): SealedRecord {
  if (!(key instanceof Uint8Array) || !(sealed instanceof Uint8Array)) throw new Error('key and value are blobs')
  return { key, slot: slotIn([slot]), sealed }
}

function slotIn([slot]: readonly unknown[]): number {
  if (typeof slot !== 'number') throw new Error('a slot is a number')
  return slot
}
