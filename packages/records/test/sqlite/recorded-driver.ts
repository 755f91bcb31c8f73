/** Node's own SQLite as a driver that notes what it is asked, and can be told to fail. */
import { createCipheriv, randomFillSync } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import type { SqliteDriver, SqlitePlatform } from '../../src/index.ts'

export type RecordedDriver = SqliteDriver & {
  readonly log: string[]
  /** Answers the result code with which the statement shall fail, if it shall. */
  failure: (sql: string) => number | undefined
}

export function openRecordedDriver(file: string): RecordedDriver {
  const database = new DatabaseSync(file, { timeout: 0 })
  const log: string[] = []

  function note(sql: string): void {
    log.push(sql)
    const resultCode = recorded.failure(sql)
    if (resultCode !== undefined) throw Object.assign(new Error('failure on demand'), { errcode: resultCode })
  }

  const recorded: RecordedDriver = {
    log,
    failure: () => undefined,
    exec(sql) {
      note(sql)
      database.exec(sql)
    },
    prepare(sql) {
      const statement = database.prepare(sql)
      statement.setReturnArrays(true)
      return {
        run(...values) {
          note(sql)
          statement.run(...values)
        },
        all(...values) {
          note(sql)
          return statement.all(...values).map((row) => Object.values(row))
        },
      }
    },
    close: () => database.close(),
    resultCodeOf: (failure) =>
      failure instanceof Error && 'errcode' in failure && typeof failure.errcode === 'number'
        ? failure.errcode
        : undefined,
  }
  return recorded
}

export const TEST_PLATFORM: SqlitePlatform = {
  randomBytes: (length) => randomFillSync(new Uint8Array(length)),
  chaCha20: (key, bytes) => new Uint8Array(createCipheriv('chacha20', key, new Uint8Array(16)).update(bytes)),
  nextTurn: (run) => void setImmediate(run),
}
