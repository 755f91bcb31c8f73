/**
 * The provider's database: one SQLite file through Node's own build, held by one process. Values are sealed under keys
 * of their own, so that what was deleted is gone from the file though SQLite may leave copies of it behind; the file as
 * a whole is not encrypted, as the key would lie beside it.
 */
import { createCipheriv, randomFillSync } from 'node:crypto'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { StatementSync } from 'node:sqlite'
import { backup, DatabaseSync } from 'node:sqlite'
import type { RecordStore, SqliteDriver, SqlitePlatform, SqliteStatement } from '@rushlight/records'
import { RecordsError, createSqliteStore } from '@rushlight/records'

export type SqliteStoreOptions = {
  /** Made if it is not there, readable for its owner only, as are the folders above it that are missing. */
  readonly file: string
  /**
   * How large the file may become. A disk that is really full refuses even deletions, since they too are written to
   * the log first; at this limit deletions go on, and make room.
   */
  readonly bytesMax?: number
  /** Tables of which the file does not tell in which order their records came. */
  readonly scattered?: ReadonlySet<string>
}

/** How long after a commit what it deleted may still stand in the log. */
export const SCRUB_DELAY_MS = 2000

export interface SqliteStore extends RecordStore {
  /** A copy as of some moment of its making, while reads and writes go on. `onProgress`: 0 to 1. */
  snapshot(file: string, onProgress: (done: number) => void): Promise<void>
}

export async function openSqliteStore({ file, bytesMax, scattered }: SqliteStoreOptions): Promise<SqliteStore> {
  const { driver, database } = openDriver(ensureFile(file))
  const store = createSqliteStore(driver, NODE_SQLITE_PLATFORM, scattered)
  if (bytesMax !== undefined) driver.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(bytesMax / PAGE_BYTES))}`)
  return { ...scrubSoon(store), snapshot: (to, onProgress) => snapshot(database, to, onProgress) }
}

const PAGE_BYTES = 4096

/** Scrubs by itself a little after the first commit that followed the last scrub, under load and at rest alike. */
function scrubSoon(store: RecordStore): RecordStore {
  let timer: NodeJS.Timeout | undefined

  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }

  async function scrub(): Promise<void> {
    stop()
    await store.scrub()
  }

  return {
    get: (table, keys) => store.get(table, keys),
    range: (query) => store.range(query),
    async commit(batches) {
      const outcomes = await store.commit(batches)
      // Nobody waits for this scrub: if it fails, the failure stays in the store, and the next commit tries again.
      timer ??= setTimeout(() => void scrub().catch(() => {}), SCRUB_DELAY_MS).unref()
      return outcomes
    },
    scrub,
    async close() {
      stop()
      await store.close()
    },
  }
}

/**
 * SQLite would make the file readable for everybody, and gives some names a meaning of their own (`:memory:`, `file:`),
 * which an absolute path never has. An existing file is not opened here: closing a second descriptor
 * of a file drops all locks that this process holds on it.
 */
function ensureFile(file: string): string {
  const path = resolve(file)
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    if (!exists) throw new RecordsError('notFound', error)
  }
  return path
}

/** Between two handfuls of pages everybody else gets their turn. */
const SNAPSHOT_PAGES = 256

async function snapshot(database: DatabaseSync, file: string, onProgress: (done: number) => void): Promise<void> {
  closeSync(openSync(file, 'wx', 0o600))
  try {
    await backup(database, file, {
      rate: SNAPSHOT_PAGES,
      progress: ({ totalPages, remainingPages }) => onProgress(totalPages === 0 ? 1 : 1 - remainingPages / totalPages),
    })
  } catch (error) {
    throw new RecordsError('ioFailed', error)
  }
}

function openDriver(file: string): { readonly driver: SqliteDriver; readonly database: DatabaseSync } {
  const database = openDatabase(file)
  const driver = {
    exec: (sql: string) => database.exec(sql),
    prepare: (sql: string) => prepareStatement(database.prepare(sql)),
    close: () => database.close(),
    resultCodeOf,
  }
  return { driver, database }
}

function openDatabase(file: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 })
  } catch (error) {
    throw new RecordsError('notFound', error)
  }
}

function prepareStatement(statement: StatementSync): SqliteStatement {
  statement.setReturnArrays(true)
  return {
    run: (...values) => void statement.run(...values),
    all: (...values) => statement.all(...values).map((row) => Object.values(row)),
  }
}

function resultCodeOf(failure: unknown): number | undefined {
  if (!(failure instanceof Error) || !('errcode' in failure) || typeof failure.errcode !== 'number') return undefined
  return failure.errcode === NOT_A_DATABASE ? CORRUPT : failure.errcode
}

/** Where there is no key, a file that is no database is a damaged one. */
const NOT_A_DATABASE = 26
const CORRUPT = 11

const RANDOM_POOL_BYTES = 8192

const NODE_SQLITE_PLATFORM: SqlitePlatform = {
  randomBytes: createRandomBytes(),
  chaCha20(key, bytes) {
    const result = createCipheriv('chacha20', key, CHACHA20_START).update(bytes)
    return new Uint8Array(result.buffer, result.byteOffset, result.byteLength)
  },
  nextTurn: (run) => void setImmediate(run),
}

/** Asking the system for a key costs more than making it: many are asked for at once, and each is handed out once. */
function createRandomBytes(): (length: number) => Uint8Array {
  const pool = new Uint8Array(RANDOM_POOL_BYTES)
  let used = pool.length
  return (length) => {
    if (length > pool.length) return randomFillSync(new Uint8Array(length))
    if (used + length > pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const bytes = pool.slice(used, used + length)
    pool.fill(0, used, used + length)
    used += length
    return bytes
  }
}

/** OpenSSL's form of a counter of 0 and a nonce of zeros. */
const CHACHA20_START: Uint8Array = new Uint8Array(16)
