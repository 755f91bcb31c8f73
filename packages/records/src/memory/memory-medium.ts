/**
 * What a memory disk holds, without the time it takes: records that are synced, batches that are not yet, and remnants
 * of values that were overwritten or removed.
 */
import type { Batch, CommitOutcome } from '../record-store.ts'
import type { Effect } from './pending-batches.ts'
import { createPendingBatches } from './pending-batches.ts'
import type { SortedTable } from './sorted-table.ts'
import { createSortedTable, keyBytes, setRecord } from './sorted-table.ts'

export interface MemoryMedium {
  /** The synced records of a table. */
  table(name: string): SortedTable
  /** Judges the batch against all before it; what it changes waits to be synced. */
  stage(batch: Batch): CommitOutcome
  unsynced(): number
  /** Makes the oldest `count` staged batches durable. */
  sync(count: number): void
  /** Drops what is staged. */
  forget(): void
  remnants(): readonly Uint8Array[]
  scrub(): void
  image(): Uint8Array
  /** The synced records, as they are now. */
  backUp(): MediumBackup
  /** Puts them in the place of all that there is. */
  restore(backup: MediumBackup): void
}

export type MediumBackup = ReadonlyMap<string, SortedTable>

export function createMemoryMedium(): MemoryMedium {
  const tables = new Map<string, SortedTable>()
  const pending = createPendingBatches(table)
  let remnants: Uint8Array[] = []

  function table(name: string): SortedTable {
    let found = tables.get(name)
    if (found === undefined) {
      found = createSortedTable()
      tables.set(name, found)
    }
    return found
  }

  function makeDurable(effect: Effect): void {
    const before = setRecord(table(effect.table), effect.key, effect.value)
    if (before !== undefined) remnants.push(before)
  }

  return {
    table,
    stage: (batch) => pending.add(batch),
    unsynced: () => pending.count(),
    sync(count) {
      for (const effect of pending.take(count).flat()) makeDurable(effect)
    },
    forget: () => pending.clear(),
    remnants: () => [...remnants],
    scrub() {
      remnants = []
    },
    image: () => concatenate([...recordsOf(tables), ...pending.values(), ...remnants]),
    backUp: () => copyOf(tables),
    restore(backup) {
      tables.clear()
      for (const [name, restored] of copyOf(backup)) tables.set(name, restored)
      pending.clear()
      remnants = []
    },
  }
}

function copyOf(tables: MediumBackup): Map<string, SortedTable> {
  const copies = new Map<string, SortedTable>()
  for (const [name, { keys, values }] of tables) copies.set(name, { keys: [...keys], values: new Map(values) })
  return copies
}

function* recordsOf(tables: ReadonlyMap<string, SortedTable>): Generator<Uint8Array> {
  const sorted = [...tables].toSorted(([left], [right]) => (left < right ? -1 : 1))
  for (const [, table] of sorted) {
    for (const key of table.keys) {
      yield keyBytes(key)
      yield table.values.get(key) ?? new Uint8Array(0)
    }
  }
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const image = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    image.set(part, offset)
    offset += part.length
  }
  return image
}
