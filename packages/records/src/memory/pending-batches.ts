/**
 * Batches that were handed to a memory disk and are not yet synced. A batch is judged by what it will find when its
 * turn comes, the batches before it included, and kept as the list of what it changes.
 */
import { isSameValue } from '../is-same-value.ts'
import type { Batch, CommitOutcome } from '../record-store.ts'
import type { SortedTable } from './sorted-table.ts'
import { keysBetween, keyText } from './sorted-table.ts'

export type Effect = { readonly table: string; readonly key: string; readonly value: Uint8Array | undefined }

export interface PendingBatches {
  add(batch: Batch): CommitOutcome
  count(): number
  /** Removes and returns the oldest `count` batches. */
  take(count: number): readonly (readonly Effect[])[]
  clear(): void
  values(): readonly Uint8Array[]
}

export function createPendingBatches(tableOf: (name: string) => SortedTable): PendingBatches {
  let batches: (readonly Effect[])[] = []

  function valueAt(table: string, key: string): Uint8Array | undefined {
    const effect = batches.flat().findLast((candidate) => candidate.table === table && candidate.key === key)
    return effect === undefined ? tableOf(table).values.get(key) : effect.value
  }

  function keysIn(table: string, from: string, to: string): readonly string[] {
    const touched = batches.flat().filter((effect) => effect.table === table && from <= effect.key && effect.key < to)
    return [...new Set([...keysBetween(tableOf(table), { from, to }), ...touched.map((effect) => effect.key)])]
  }

  return {
    add(batch) {
      for (const { table, key, value } of batch.expect ?? []) {
        if (!isSameValue(valueAt(table, keyText(key)), value)) return 'conflict'
      }
      const ranges = (batch.removeRange ?? []).flatMap(({ table, from, to }) =>
        keysIn(table, keyText(from), keyText(to)).map((key) => ({ table, key, value: undefined })),
      )
      const removed = (batch.remove ?? []).map(({ table, key }) => ({ table, key: keyText(key), value: undefined }))
      const put = (batch.put ?? []).map(({ table, key, value }) => ({
        table,
        key: keyText(key),
        value: Uint8Array.from(value),
      }))
      batches.push([...ranges, ...removed, ...put])
      return 'done'
    },
    count: () => batches.length,
    take(count) {
      const taken = batches.slice(0, count)
      batches = batches.slice(count)
      return taken
    },
    clear() {
      batches = []
    },
    values: () => batches.flat().flatMap((effect) => effect.value ?? []),
  }
}
