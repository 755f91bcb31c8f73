/**
 * The vault in Node: one SQLite file, every page of it sealed with ChaCha20-Poly1305 under a key that the caller has
 * unwrapped. The file format is the browser's, byte for byte. One process at a time holds a vault; a second one is
 * refused with `inUse`, and the lock goes with the process, however it ends.
 */
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { RecordStore } from '@rushlight/records'
import { RecordsError, createSqliteStore } from '@rushlight/records'
import { openEncryptedDriver } from './encrypted-driver.ts'
import { NODE_SQLITE_PLATFORM } from './node-sqlite-platform.ts'

export type NodeVaultOptions = {
  /** Ends in no space. Made if it is not there, readable for its owner only, as are the folders above it that are missing. */
  readonly file: string
  /** 32 bytes, random. */
  readonly key: Uint8Array
}

export const VAULT_KEY_BYTES = 32

export async function openNodeVault({ file, key }: NodeVaultOptions): Promise<RecordStore> {
  if (key.length !== VAULT_KEY_BYTES) throw new RecordsError('wrongKey')
  return createSqliteStore(openEncryptedDriver(ensureFile(file), key), NODE_SQLITE_PLATFORM)
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
