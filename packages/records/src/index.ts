export type {
  Batch,
  CommitOutcome,
  Expectation,
  Put,
  RangeQuery,
  RecordStore,
  Remove,
  RemoveRange,
  StoredRecord,
} from './record-store.ts'
export {
  COMMIT_BYTES_MAX,
  COMMIT_PARTS_MAX,
  KEY_BYTES_MAX,
  RANGE_RECORDS_MAX,
  TABLE_NAME_LENGTH_MAX,
  VALUE_BYTES_MAX,
} from './record-store.ts'
export type { RecordsErrorCode } from './records-error.ts'
export { RecordsError } from './records-error.ts'
export type { Migration, Schema } from './schema.ts'
export { openWithSchema } from './open-with-schema.ts'
export type { KeyRange } from './keys.ts'
export {
  EVERY_KEY,
  compareKeys,
  decodeUint32Key,
  decodeUint64Key,
  encodeUint32Key,
  encodeUint64Key,
  joinKey,
  rangeOf,
  successorOf,
} from './keys.ts'
export type { MemoryDisk, MemoryDiskOptions } from './memory/memory-disk.ts'
export { createMemoryDisk } from './memory/memory-disk.ts'
export { createMemoryStore } from './memory/memory-store.ts'
export type { SqliteDriver, SqlitePlatform, SqliteStatement, SqliteValue } from './sqlite/sqlite-driver.ts'
export { createSqliteStore } from './sqlite/sqlite-store.ts'
