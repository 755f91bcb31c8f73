/**
 * The files of a profile: one account on one device. `vault.key` holds the vault's random key, wrapped by the password;
 * `vault.db` is the vault. Folder and files are for their owner only. The key file appears whole or not at all, and never
 * in the place of another, so no crash and no second sign-up leaves a vault that nobody can open.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { LockStore } from '@rushlight/core'
import { RecordsError } from '@rushlight/records'
import { stageFolderOf } from '../file/node-file-stage.ts'

export function vaultFileOf(directory: string): string {
  return join(resolve(directory), 'vault.db')
}

function keyFileOf(directory: string): string {
  return join(resolve(directory), KEY_FILE)
}

const KEY_FILE = 'vault.key'
const KEY_FILE_BYTES_MAX = 4096

/** `absent`: no profile here. `lost`: a vault whose key file is gone. */
export function readKeyFile(directory: string): Uint8Array | 'absent' | 'lost' {
  const file = keyFileOf(directory)
  try {
    // A file that large is none of ours; reading it would only cost memory.
    if (statSync(file).size > KEY_FILE_BYTES_MAX) return new Uint8Array()
    return readFileSync(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return existsSync(vaultFileOf(directory)) ? 'lost' : 'absent'
    throw new RecordsError('notFound', error)
  }
}

/** `taken`: there is a key file already, and it stays as it is. */
export function storeKeyFile(directory: string, bytes: Uint8Array): 'stored' | 'taken' {
  const file = keyFileOf(directory)
  const written = `${file}.${randomBytes(8).toString('hex')}`
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeDurably(written, bytes)
    linkSync(written, file)
    unlinkSync(written)
    syncFolder(dirname(file))
    return 'stored'
  } catch (error) {
    removeIfThere(written)
    if (codeOf(error) === 'EEXIST') return 'taken'
    throw new RecordsError(codeOf(error) === 'ENOSPC' ? 'storageFull' : 'notFound', error)
  }
}

function lockFileOf(directory: string): string {
  return join(resolve(directory), LOCK_FILE)
}

const LOCK_FILE = 'vault.lock'

/** The count of wrong passwords; written anew whole, in the place of the one before. */
export function createLockStore(directory: string): LockStore {
  const file = lockFileOf(directory)
  return {
    async load() {
      try {
        return statSync(file).size > KEY_FILE_BYTES_MAX ? undefined : readFileSync(file)
      } catch {
        return undefined
      }
    },
    async store(bytes) {
      const written = `${file}.${randomBytes(8).toString('hex')}`
      try {
        writeDurably(written, bytes)
        renameSync(written, file)
        syncFolder(dirname(file))
      } catch (error) {
        removeIfThere(written)
        throw new RecordsError(codeOf(error) === 'ENOSPC' ? 'storageFull' : 'ioFailed', error)
      }
    },
  }
}

/**
 * Makes the profile unreadable, then removes it: the key file first, since without it the rest is noise. What the file
 * system keeps of overwritten blocks is out of reach; who stole them would need the password, too. Files of others stay.
 */
export function wipeProfile(directory: string): void {
  const folder = resolve(directory)
  const names = listFolder(folder)
  for (const name of names.filter((one) => one.startsWith(KEY_FILE))) overwriteAndRemove(join(folder, name))
  syncFolder(folder)
  for (const name of names.filter((one) => one.startsWith('vault.db') || one.startsWith(LOCK_FILE)))
    removeIfThere(join(folder, name))
  rmSync(stageFolderOf(folder), { recursive: true, force: true })
  try {
    rmdirSync(folder)
  } catch {
    // Something else lies there; it is not ours to remove.
  }
}

function overwriteAndRemove(file: string): void {
  try {
    const { size } = statSync(file)
    const descriptor = openSync(file, 'r+')
    writeSync(descriptor, randomBytes(size), 0, size, 0)
    fsyncSync(descriptor)
    closeSync(descriptor)
  } finally {
    removeIfThere(file)
  }
}

function writeDurably(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeSync(descriptor, bytes)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** A name is only on disk when its folder is. */
function syncFolder(folder: string): void {
  try {
    const descriptor = openSync(folder, 'r')
    fsyncSync(descriptor)
    closeSync(descriptor)
  } catch {
    // Some file systems cannot; then there is nothing more to be had.
  }
}

function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function removeIfThere(file: string): void {
  try {
    unlinkSync(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
