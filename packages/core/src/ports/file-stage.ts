const NAME = /^[0-9a-f]{32}$/

/** Names are ours; one that is not never reaches a file system. */
export function ensureStageName(name: string): string {
  if (!isStageName(name)) throw new RangeError('not the name of a staged file')
  return name
}

export function isStageName(name: string): boolean {
  return NAME.test(name)
}

/**
 * Blobs beside the vault, on their way out or in: ciphertext only, its keys are in the vault. A name is 32 hex digits. What
 * was appended survives a crash up to the last `sync`; more or less of it may be there, never anything else.
 */
export interface FileStage {
  /** 0 if there is nothing under that name. */
  size(name: string): Promise<number>
  /** Writes at `offset`, which is at most the present size; whatever lay behind it is gone. Rejects if there is no room. */
  append(name: string, offset: number, bytes: Uint8Array): Promise<void>
  sync(name: string): Promise<void>
  /** Fewer bytes where it ends. */
  read(name: string, from: number, length: number): Promise<Uint8Array>
  /** Those that are there. */
  remove(names: readonly string[]): Promise<void>
  list(): Promise<readonly string[]>
  /** Nothing is asked of it any more. */
  close(): Promise<void>
}
