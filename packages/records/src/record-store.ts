/**
 * The port through which everything durable goes: the client's vault and the provider's database alike.
 *
 * A store is a set of tables; a table is an ordered map from key bytes (1 to KEY_BYTES_MAX, compared byte by byte)
 * to value bytes. There are no interactive transactions: one reads, computes, and hands over a batch that is applied
 * whole or not at all. That fits SQLite on a disk, SQLite in a browser, PostgreSQL and the simulator's disk equally.
 *
 * A read sees every batch whose commit had resolved when the read was called, and never one that is not yet durable.
 * Bytes handed over stay unchanged until the promise settles; bytes handed out belong to the caller. What is past a
 * limit below rejects with `outOfBounds` and has no effect.
 */
export interface RecordStore {
  /** The values of `keys` in `table`, in the order asked, `undefined` where there is none. */
  get(table: string, keys: readonly Uint8Array[]): Promise<readonly (Uint8Array | undefined)[]>

  /** Records of a range in key order (`reverse`: descending). */
  range(query: RangeQuery): Promise<readonly StoredRecord[]>

  /**
   * Applies each batch whole or not at all, in the order given, and resolves when all that was applied is durable: it
   * survives the end of the process and the loss of power. A rejected promise means that nothing is known about these
   * batches but that each is whole or absent. Calls are applied in the order they were made; an adapter may group the
   * calls of one event-loop turn into one disk transaction.
   */
  commit(batches: readonly Batch[]): Promise<readonly CommitOutcome[]>

  /**
   * Resolves when no deleted or overwritten value can be read any more from the store's own files (free pages, gaps
   * inside pages, write-ahead log), not even with the store's key. What the file system or the medium keeps is out of
   * its reach. This is promised for values, not for keys: a key may outlive its record, so it must carry nothing that
   * has to vanish (an id or a keyed hash, never a word of a message).
   */
  scrub(): Promise<void>

  /** Waits for commits under way and lets go of the files. Any later call rejects; closing twice is harmless. */
  close(): Promise<void>
}

export type StoredRecord = { readonly key: Uint8Array; readonly value: Uint8Array }

export type RangeQuery = {
  readonly table: string
  /** Inclusive; at most KEY_BYTES_MAX + 1 bytes, so that EVERY_KEY can be named; empty for the beginning. */
  readonly from: Uint8Array
  /** Exclusive; the same lengths. A range that ends before it begins is empty. */
  readonly to: Uint8Array
  /** 1 to RANGE_RECORDS_MAX. */
  readonly limit: number
  readonly reverse?: boolean
}

export type Batch = {
  /** Compared before anything is written; a difference makes the outcome `conflict` and the batch has no effect. */
  readonly expect?: readonly Expectation[]
  readonly put?: readonly Put[]
  readonly remove?: readonly Remove[]
  readonly removeRange?: readonly RemoveRange[]
}

/** Order inside a batch: all `expect`, then `removeRange`, then `remove`, then `put`. */
export type Expectation = { readonly table: string; readonly key: Uint8Array; readonly value: Uint8Array | undefined }
export type Put = { readonly table: string; readonly key: Uint8Array; readonly value: Uint8Array }
export type Remove = { readonly table: string; readonly key: Uint8Array }
export type RemoveRange = { readonly table: string; readonly from: Uint8Array; readonly to: Uint8Array }

export type CommitOutcome = 'done' | 'conflict'

export const KEY_BYTES_MAX = 512
export const VALUE_BYTES_MAX: number = 16 * 1024 * 1024
/** Records one `range` may ask for, and keys one `get` may name. */
export const RANGE_RECORDS_MAX = 10_000
/** Over all batches of one `commit`: expectations, puts, removals and ranges together. */
export const COMMIT_PARTS_MAX = 100_000
/** Over all batches of one `commit`: keys and values together. */
export const COMMIT_BYTES_MAX: number = 64 * 1024 * 1024
/** A table's name: lower-case letters, digits and `-`, beginning with a letter. */
export const TABLE_NAME_LENGTH_MAX = 48
