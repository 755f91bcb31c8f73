/**
 * What the SQLite store asks of a build of SQLite. Three builds serve it: Node's own, the encrypting one for Node and
 * the encrypting one for browsers; all are called synchronously, so a transaction is never interleaved with anything.
 */
export interface SqliteDriver {
  /** Runs statements that answer no rows. */
  exec(sql: string): void
  /** A statement is prepared once and lives as long as the connection. */
  prepare(sql: string): SqliteStatement
  /** Lets go of the files. */
  close(): void
  /** SQLite's result code (extended or primary) of something that this driver threw; `undefined` if it is not that. */
  resultCodeOf(failure: unknown): number | undefined
}

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): void
  /** Each row as the list of its columns. */
  all(...values: readonly SqliteValue[]): readonly (readonly unknown[])[]
}

export type SqliteValue = Uint8Array | number

/** What the SQLite store asks of the platform. */
export type SqlitePlatform = {
  readonly randomBytes: (length: number) => Uint8Array
  /** ChaCha20 (RFC 8439) with a 32-byte key, a nonce of zeros and the counter beginning at 0; a fresh array. */
  readonly chaCha20: (key: Uint8Array, bytes: Uint8Array) => Uint8Array
  /** Runs it behind everything that the present event-loop turn still does. */
  readonly nextTurn: (run: () => void) => void
}
