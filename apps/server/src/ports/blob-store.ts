const NAME = /^[0-9a-f]{64}$/

/** Names are ours; one that is not never reaches a file system. */
export function ensureBlobName(name: string): string {
  if (!isBlobName(name)) throw new RangeError('not the name of a blob')
  return name
}

export function isBlobName(name: string): boolean {
  return NAME.test(name)
}

/**
 * The bytes of blobs, whole or on their way in. A name is 64 hex digits; one name is written by one caller at a time. It
 * holds no rule: what a blob is and how long it stays stands in the record store.
 */
export interface BlobStore {
  /** 0 if there is nothing under that name. */
  size(name: string): Promise<number>
  /**
   * Writes at `offset`, which is at most the present size; whatever lay behind it is gone. Answers the size when all is
   * durable. If `pieces` fails, what came before stays. Rejects with a `RecordsError`, `storageFull` if there is no room.
   */
  append(name: string, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<number>
  /** From `from` up to, and without, `to`, or to its end. Fails if nothing is there. */
  read(name: string, range: { readonly from: number; readonly to: number }): AsyncIterable<Uint8Array>
  /** Those that are there. */
  remove(names: readonly string[]): Promise<void>
  list(): Promise<readonly string[]>
  /** How much is stored. */
  bytes(): Promise<number>
}
