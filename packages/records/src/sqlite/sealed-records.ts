/** Records whose values are sealed: tables and key slots together, and what a batch does to them. */
import { isSameValue } from '../is-same-value.ts'
import type { Batch, CommitOutcome, Expectation, Put, RangeQuery, StoredRecord } from '../record-store.ts'
import { createKeySlots } from './key-slots.ts'
import { createRecordTables } from './record-table.ts'
import type { SealedRecord } from './record-table.ts'
import type { SqliteDriver, SqlitePlatform } from './sqlite-driver.ts'

export interface SealedRecords {
  find(table: string, key: Uint8Array): Uint8Array | undefined
  range(query: RangeQuery): readonly StoredRecord[]
  /** Inside a transaction. */
  apply(batch: Batch): CommitOutcome
  /** Before the transaction is committed. */
  write(): void
  /** After it has been committed. */
  settle(): void
  /** After it has been rolled back. */
  discard(): void
}

export function createSealedRecords(
  driver: SqliteDriver,
  platform: SqlitePlatform,
  scattered: ReadonlySet<string>,
): SealedRecords {
  const slots = createKeySlots(driver, platform)
  const tables = createRecordTables(driver)

  function open({ slot, sealed }: SealedRecord): Uint8Array {
    return platform.chaCha20(slots.keyOf(slot), sealed)
  }

  function find(table: string, key: Uint8Array): Uint8Array | undefined {
    const record = tables.existing(table)?.find(key)
    return record === undefined ? undefined : open(record)
  }

  function isAsExpected({ table, key, value }: Expectation): boolean {
    return isSameValue(find(table, key), value)
  }

  function store({ table: name, key, value }: Put): void {
    const table = tables.ensure(name)
    const present = table.slotOf(key)
    const isScattered = scattered.has(name)
    const { slot, key: slotKey } = present === undefined ? slots.take(isScattered) : slots.renew(present)
    const record = { key, slot, sealed: platform.chaCha20(slotKey, value) }
    if (present === undefined) table.insert(record, isScattered ? randomRow(platform) : undefined)
    else table.update(record)
  }

  return {
    find,
    range(query) {
      const records = tables.existing(query.table)?.range(query) ?? []
      return records.map((record) => ({ key: Uint8Array.from(record.key), value: open(record) }))
    },
    apply(batch) {
      if (batch.expect?.every(isAsExpected) === false) return 'conflict'
      for (const { table, from, to } of batch.removeRange ?? []) {
        for (const slot of tables.existing(table)?.removeRange(from, to) ?? []) slots.clear(slot)
      }
      for (const { table, key } of batch.remove ?? []) {
        const slot = tables.existing(table)?.remove(key)
        if (slot !== undefined) slots.clear(slot)
      }
      for (const put of batch.put ?? []) store(put)
      return 'done'
    },
    write: () => slots.write(),
    settle: () => slots.settle(),
    discard() {
      slots.discard()
      tables.reload()
    },
  }
}

const ROW_BYTES = 6

/** So many that no two meet. */
function randomRow({ randomBytes }: SqlitePlatform): number {
  return randomBytes(ROW_BYTES).reduce((row, byte) => row * 256 + byte, 1)
}
