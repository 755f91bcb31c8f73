/** The encrypting build of SQLite for Node, behind the driver that the store asks for. */
import type { SqliteDriver } from '@rushlight/records'
import { RecordsError } from '@rushlight/records'
import Database from 'better-sqlite3-multiple-ciphers'

/** `key` is the raw page key of 32 bytes; whether it is the right one shows at the first read. */
export function openEncryptedDriver(file: string, key: Uint8Array): SqliteDriver {
  const database = openDatabase(file)
  database.exec(`PRAGMA cipher = 'chacha20'; PRAGMA key = "raw:${key.toHex()}"`)
  return {
    exec: (sql) => void database.exec(sql),
    prepare(sql) {
      const statement = database.prepare(sql)
      if (statement.reader) statement.raw()
      return {
        run: (...values) => void statement.run(...values),
        all: (...values) => statement.all(...values),
      }
    },
    close: () => void database.close(),
    resultCodeOf: (failure) => (failure instanceof Database.SqliteError ? resultCodeOf(failure.code) : undefined),
  }
}

function openDatabase(file: string): Database {
  try {
    return new Database(file, { timeout: 0 })
  } catch (error) {
    throw new RecordsError('notFound', error)
  }
}

/** The package tells result codes by name, and a name may go on: `SQLITE_IOERR_WRITE`. */
function resultCodeOf(name: string): number {
  const [, primary = ''] = name.split('_')
  return RESULT_CODES[primary] ?? OTHER_RESULT_CODE
}

const OTHER_RESULT_CODE = 1

const RESULT_CODES: Readonly<Record<string, number>> = {
  PERM: 3,
  BUSY: 5,
  LOCKED: 6,
  READONLY: 8,
  IOERR: 10,
  CORRUPT: 11,
  FULL: 13,
  CANTOPEN: 14,
  NOTADB: 26,
}
