/**
 * An ordered map from bytes to bytes in memory. A key is held as a string of one character a byte, whose order in
 * JavaScript is the order of the bytes; the strings stand sorted in one array, so a range is a slice of it.
 */
import type { StoredRecord } from '../record-store.ts'

export type SortedTable = {
  readonly keys: string[]
  readonly values: Map<string, Uint8Array>
}

const NOTHING = new Uint8Array(0)

export function createSortedTable(): SortedTable {
  return { keys: [], values: new Map() }
}

/** Returns the value that was there before. */
export function setRecord(table: SortedTable, key: string, value: Uint8Array | undefined): Uint8Array | undefined {
  const before = table.values.get(key)
  if (value !== undefined) {
    if (before === undefined) table.keys.splice(indexOf(table, key), 0, key)
    table.values.set(key, value)
  } else if (before !== undefined) {
    table.keys.splice(indexOf(table, key), 1)
    table.values.delete(key)
  }
  return before
}

/** At most `limit` keys of a range, counted from its end if it is read backwards; always in ascending order. */
export function keysBetween(table: SortedTable, range: TextRange): readonly string[] {
  const { from, to, limit = Infinity, reverse = false } = range
  if (from >= to) return []
  const begin = indexOf(table, from)
  const end = indexOf(table, to)
  return reverse
    ? table.keys.slice(Math.max(begin, end - limit), end)
    : table.keys.slice(begin, Math.min(end, begin + limit))
}

export type TextRange = {
  readonly from: string
  readonly to: string
  readonly limit?: number
  readonly reverse?: boolean
}

/** Copies, so that nobody outside can change what is stored. */
export function recordAt(table: SortedTable, key: string): StoredRecord {
  return { key: keyBytes(key), value: (table.values.get(key) ?? NOTHING).slice() }
}

export function keyText(key: Uint8Array): string {
  return String.fromCharCode(...key)
}

export function keyBytes(key: string): Uint8Array {
  const bytes = new Uint8Array(key.length)
  for (let i = 0; i < key.length; i++) bytes[i] = key.charCodeAt(i)
  return bytes
}

/** Where `key` stands, or would stand. */
function indexOf(table: SortedTable, key: string): number {
  let low = 0
  let high = table.keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((table.keys[middle] ?? '') < key) low = middle + 1
    else high = middle
  }
  return low
}
