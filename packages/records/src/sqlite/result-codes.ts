/** SQLite's result codes (sqlite.org/rescode.html), as far as they mean something to whoever opened a store. */
import type { RecordsErrorCode } from '../records-error.ts'
import { RecordsError } from '../records-error.ts'
import type { SqliteDriver } from './sqlite-driver.ts'

/** The failure as the port's error; what no driver knows is a bug and stays what it is. */
export function recordsErrorOf(driver: Pick<SqliteDriver, 'resultCodeOf'>, failure: unknown): unknown {
  const resultCode = driver.resultCodeOf(failure)
  if (resultCode === undefined) return failure
  return new RecordsError(CODES[resultCode & PRIMARY_MASK] ?? 'ioFailed', failure)
}

/**
 * After these nothing that the connection says can be relied on. A failed sync above all: the system may have dropped
 * the pages it could not write and report success the next time.
 */
export function isFatal(error: unknown): boolean {
  return !(error instanceof RecordsError) || FATAL.has(error.code)
}

const FATAL: ReadonlySet<RecordsErrorCode> = new Set<RecordsErrorCode>(['damaged', 'ioFailed', 'wrongKey'])

const PRIMARY_MASK = 0xff

const CODES: Readonly<Record<number, RecordsErrorCode>> = {
  3: 'readOnly', // SQLITE_PERM
  5: 'inUse', // SQLITE_BUSY
  6: 'inUse', // SQLITE_LOCKED
  7: 'storageFull', // SQLITE_NOMEM
  8: 'readOnly', // SQLITE_READONLY
  10: 'ioFailed', // SQLITE_IOERR
  11: 'damaged', // SQLITE_CORRUPT
  13: 'storageFull', // SQLITE_FULL
  14: 'notFound', // SQLITE_CANTOPEN
  26: 'wrongKey', // SQLITE_NOTADB
}
