/**
 * The limits of the port, checked in one place for every adapter. A check throws before anything has been done, so a
 * hostile size costs nothing and harms no neighbour in the same group of commits.
 */
import type { Batch, RangeQuery } from './record-store.ts'
import {
  COMMIT_BYTES_MAX,
  COMMIT_PARTS_MAX,
  KEY_BYTES_MAX,
  RANGE_RECORDS_MAX,
  TABLE_NAME_LENGTH_MAX,
  VALUE_BYTES_MAX,
} from './record-store.ts'
import { RecordsError } from './records-error.ts'

export function ensureKeys(table: string, keys: readonly Uint8Array[]): void {
  ensureTableName(table)
  if (keys.length > RANGE_RECORDS_MAX) throw new RecordsError('outOfBounds')
  for (const key of keys) ensureKey(key)
}

export function ensureRange(query: RangeQuery): void {
  ensureTableName(query.table)
  ensureRangeEnds(query)
  const { limit } = query
  if (!Number.isInteger(limit) || limit < 1 || limit > RANGE_RECORDS_MAX) throw new RecordsError('outOfBounds')
}

export function ensureBatches(batches: readonly Batch[]): void {
  let parts = 0
  let bytes = 0
  for (const batch of batches) {
    const valued = [...(batch.expect ?? []), ...(batch.put ?? [])]
    const keyed = [...valued, ...(batch.remove ?? [])]
    const ranges = batch.removeRange ?? []
    for (const { table, key } of keyed) {
      ensureTableName(table)
      ensureKey(key)
      bytes += key.length
    }
    for (const { value } of valued) {
      if (value !== undefined && value.length > VALUE_BYTES_MAX) throw new RecordsError('outOfBounds')
      bytes += value?.length ?? 0
    }
    for (const range of ranges) {
      ensureTableName(range.table)
      ensureRangeEnds(range)
    }
    parts += keyed.length + ranges.length
  }
  if (parts > COMMIT_PARTS_MAX || bytes > COMMIT_BYTES_MAX) throw new RecordsError('outOfBounds')
}

export function isTableName(name: string): boolean {
  return name.length <= TABLE_NAME_LENGTH_MAX && TABLE_NAME.test(name)
}

const TABLE_NAME = /^[a-z][a-z0-9-]*$/

function ensureTableName(name: string): void {
  if (!isTableName(name)) throw new RecordsError('outOfBounds')
}

function ensureKey(key: Uint8Array): void {
  if (key.length < 1 || key.length > KEY_BYTES_MAX) throw new RecordsError('outOfBounds')
}

function ensureRangeEnds(range: { readonly from: Uint8Array; readonly to: Uint8Array }): void {
  if (range.from.length > KEY_BYTES_MAX + 1 || range.to.length > KEY_BYTES_MAX + 1)
    throw new RecordsError('outOfBounds')
}
