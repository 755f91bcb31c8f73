/** A record store on a disk in memory. One store at a time; after a crash of the disk, open another on the same disk. */
import { ensureBatches, ensureKeys, ensureRange } from '../bounds.ts'
import type { RecordStore } from '../record-store.ts'
import { RecordsError } from '../records-error.ts'
import type { MemoryDisk } from './memory-disk.ts'
import { keysBetween, keyText, recordAt } from './sorted-table.ts'

export function createMemoryStore(disk: MemoryDisk): RecordStore {
  const mounted = disk.mount()
  let closing: Promise<void> | undefined

  function ensureOpen(): void {
    if (closing !== undefined || !mounted.isAlive()) throw new RecordsError('closed')
  }

  return {
    async get(tableName, keys) {
      ensureOpen()
      ensureKeys(tableName, keys)
      const table = mounted.table(tableName)
      return keys.map(keyText).map((key) => (table.values.has(key) ? recordAt(table, key).value : undefined))
    },
    async range(query) {
      ensureOpen()
      ensureRange(query)
      const table = mounted.table(query.table)
      const { limit, reverse = false } = query
      const keys = keysBetween(table, { from: keyText(query.from), to: keyText(query.to), limit, reverse })
      const chosen = reverse ? keys.toReversed() : keys
      return chosen.map((key) => recordAt(table, key))
    },
    async commit(batches) {
      ensureOpen()
      ensureBatches(batches)
      return mounted.write(batches)
    },
    async scrub() {
      ensureOpen()
      await mounted.scrub()
    },
    async close() {
      if (!mounted.isAlive()) throw new RecordsError('closed')
      closing ??= mounted.unmount()
      await closing
    },
  }
}
