/**
 * A record store on SQLite, whichever build of it.
 *
 * All calls of `commit` that are made in one event-loop turn share one transaction: one sync of the medium serves them
 * all, and none is answered before the COMMIT has returned. Each batch is judged inside the transaction before it
 * writes, so a conflict costs its neighbours nothing. If the medium is full, each call gets a transaction of its own,
 * so that a small one is not refused for the sake of a large one.
 */
import { ensureBatches, ensureKeys, ensureRange } from '../bounds.ts'
import type { Batch, CommitOutcome, RangeQuery, RecordStore, StoredRecord } from '../record-store.ts'
import { RecordsError } from '../records-error.ts'
import type { SealedRecords } from './sealed-records.ts'
import { createSealedRecords } from './sealed-records.ts'
import type { SqliteDriver, SqlitePlatform, SqliteStatement } from './sqlite-driver.ts'
import { isFatal, recordsErrorOf } from './result-codes.ts'

/**
 * Opens the store; the driver is closed again if that fails. Of `scattered` tables the file does not tell in which order their
 * records came, at the price of more pages written.
 */
export function createSqliteStore(
  driver: SqliteDriver,
  platform: SqlitePlatform,
  scattered: ReadonlySet<string> = new Set(),
): RecordStore {
  try {
    prepareConnection(driver)
    return new SqliteStore(driver, platform, scattered)
  } catch (failure) {
    driver.close()
    throw recordsErrorOf(driver, failure)
  }
}

/**
 * The lock comes first: without shared memory (a browser has none) a log can only be opened by its one owner, and two
 * owners of a vault would reuse each other's ratchets. `BEGIN EXCLUSIVE` takes the lock that the mode then keeps.
 */
function prepareConnection(driver: SqliteDriver): void {
  driver.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY')
  const mode = driver.prepare('PRAGMA journal_mode = WAL').all()[0]?.[0]
  if (mode !== 'wal') throw new RecordsError('ioFailed')
  driver.exec(
    'PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16000',
  )
  driver.exec('BEGIN EXCLUSIVE; COMMIT')
}

type Call = {
  readonly batches: readonly Batch[]
  readonly resolve: (outcomes: readonly CommitOutcome[]) => void
  readonly reject: (error: unknown) => void
}

type State =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'broken'; readonly error: unknown }

class SqliteStore implements RecordStore {
  readonly #driver: SqliteDriver
  readonly #platform: SqlitePlatform
  readonly #records: SealedRecords
  readonly #begin: SqliteStatement
  readonly #end: SqliteStatement
  readonly #checkpoint: SqliteStatement
  #state: State = { kind: 'open' }
  #waiting: Call[] = []

  constructor(driver: SqliteDriver, platform: SqlitePlatform, scattered: ReadonlySet<string>) {
    this.#driver = driver
    this.#platform = platform
    this.#records = createSealedRecords(driver, platform, scattered)
    this.#begin = driver.prepare('BEGIN IMMEDIATE')
    this.#end = driver.prepare('COMMIT')
    this.#checkpoint = driver.prepare('PRAGMA wal_checkpoint(TRUNCATE)')
  }

  async get(table: string, keys: readonly Uint8Array[]): Promise<readonly (Uint8Array | undefined)[]> {
    ensureKeys(table, keys)
    return this.#read(() => keys.map((key) => this.#records.find(table, key)))
  }

  async range(query: RangeQuery): Promise<readonly StoredRecord[]> {
    ensureRange(query)
    return this.#read(() => this.#records.range(query))
  }

  async commit(batches: readonly Batch[]): Promise<readonly CommitOutcome[]> {
    this.#ensureOpen()
    ensureBatches(batches)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ batches, resolve, reject })
      if (this.#waiting.length === 1) this.#platform.nextTurn(() => this.#commitWaiting())
    })
  }

  async scrub(): Promise<void> {
    this.#ensureOpen()
    this.#commitWaiting()
    this.#read(() => {
      const busy = this.#checkpoint.all()[0]?.[0]
      if (busy !== 0) throw new RecordsError('inUse')
    })
  }

  async close(): Promise<void> {
    if (this.#state.kind === 'closed') return
    this.#commitWaiting()
    this.#state = { kind: 'closed' }
    this.#driver.close()
  }

  #ensureOpen(): void {
    if (this.#state.kind === 'closed') throw new RecordsError('closed')
    if (this.#state.kind === 'broken') throw this.#state.error
  }

  /** Anything that is not a transaction of this store's own. */
  #read<T>(work: () => T): T {
    this.#ensureOpen()
    try {
      return work()
    } catch (failure) {
      throw this.#noteFailure(failure)
    }
  }

  #commitWaiting(): void {
    const calls = this.#waiting
    this.#waiting = []
    if (calls.length === 0) return
    const error = this.#transact(calls)
    if (error === undefined) return
    const isSomeoneElsesFault = error instanceof RecordsError && error.code === 'storageFull' && calls.length > 1
    for (const call of calls) {
      const own = isSomeoneElsesFault ? this.#transact([call]) : error
      if (own !== undefined) call.reject(own)
    }
  }

  /** Answers all calls, or none and returns why. */
  #transact(calls: readonly Call[]): unknown {
    // A read may have found the damage while these calls were waiting.
    if (this.#state.kind === 'broken') return this.#state.error
    let answers: (() => void)[]
    try {
      this.#begin.run()
      answers = calls.map((call) => {
        const outcomes = call.batches.map((batch) => this.#records.apply(batch))
        return () => call.resolve(outcomes)
      })
      this.#records.write()
      this.#end.run()
    } catch (failure) {
      return this.#rollBack(failure)
    }
    this.#records.settle()
    for (const answer of answers) answer()
    return undefined
  }

  #rollBack(failure: unknown): unknown {
    const error = this.#noteFailure(failure)
    try {
      this.#driver.exec('ROLLBACK')
    } catch {
      // SQLite has already rolled back by itself, as it does after most failures of the medium.
    }
    if (this.#state.kind === 'open') this.#records.discard()
    return error
  }

  #noteFailure(failure: unknown): unknown {
    const error = recordsErrorOf(this.#driver, failure)
    if (isFatal(error)) this.#state = { kind: 'broken', error }
    return error
  }
}
