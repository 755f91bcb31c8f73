/**
 * The files of one vault in the browser's private file system: a folder with the database, its write-ahead log and its
 * journal, each exactly as SQLite writes it, so a vault can be carried to Node and back by copying bytes.
 *
 * All three are opened before SQLite runs, since only opening is asynchronous. A file that is empty counts as absent.
 * Whoever has them open keeps everybody else out, and the browser lets go of them when the worker ends.
 */
import { RecordsError } from '@rushlight/records'

export const DATABASE_FILE = 'records'

/** By SQLite's names: the database's own, and those it makes from it. */
export type VaultFiles = ReadonlyMap<string, SyncAccessHandle>

export async function openVaultFiles(name: string): Promise<VaultFiles> {
  const folder = await openFolder(name)
  const files = new Map<string, SyncAccessHandle>()
  try {
    for (const fileName of FILE_NAMES) {
      const file = await folder.getFileHandle(fileName, { create: true })
      if (file.createSyncAccessHandle === undefined) throw new RecordsError('noPersistentStorage')
      files.set(fileName, await file.createSyncAccessHandle())
    }
    return files
  } catch (failure) {
    closeVaultFiles(files)
    throw errorOf(failure)
  }
}

export function closeVaultFiles(files: VaultFiles): void {
  for (const file of files.values()) file.close()
}

/** Removes the vault of that name, if there is one. While somebody has it open this is refused with `inUse`. */
export async function wipeBrowserVault(name: string): Promise<void> {
  const path = pathOf(name)
  const last = path.pop() ?? ''
  try {
    let folder = await storageRoot()
    for (const part of path) folder = await folder.getDirectoryHandle(part)
    await folder.removeEntry(last, { recursive: true })
  } catch (failure) {
    if (nameOf(failure) !== 'NotFoundError') throw errorOf(failure)
  }
}

export const VAULTS_FOLDER = 'rushlight-vaults'
const FILE_NAMES: readonly string[] = [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-journal`]

/** What a vault may be called: some of these, joined by `/`. */
const NAME_PART = /^[a-zA-Z0-9_-]{1,64}$/
const NAME_PARTS_MAX = 4

/** Only the last folder ends in `.vault`, so no vault lies inside another one. */
function pathOf(name: string): string[] {
  const parts = name.split('/')
  if (parts.length > NAME_PARTS_MAX || !parts.every((part) => NAME_PART.test(part))) {
    throw new RecordsError('outOfBounds')
  }
  return [VAULTS_FOLDER, ...parts.slice(0, -1), `${parts.at(-1) ?? ''}.vault`]
}

export async function openFolder(name: string): Promise<FileSystemDirectoryHandle> {
  const path = pathOf(name)
  let folder = await storageRoot()
  try {
    for (const part of path) folder = await folder.getDirectoryHandle(part, { create: true })
    return folder
  } catch (failure) {
    throw errorOf(failure)
  }
}

/** Private windows have no such place; each browser says so in its own way. */
export async function storageRoot(): Promise<FileSystemDirectoryHandle> {
  try {
    return await navigator.storage.getDirectory()
  } catch (failure) {
    throw new RecordsError('noPersistentStorage', failure)
  }
}

export function errorOf(failure: unknown): RecordsError {
  if (failure instanceof RecordsError) return failure
  switch (nameOf(failure)) {
    case 'NoModificationAllowedError':
    case 'InvalidStateError':
      return new RecordsError('inUse', failure)
    case 'QuotaExceededError':
      return new RecordsError('storageFull', failure)
    case 'SecurityError':
      return new RecordsError('noPersistentStorage', failure)
    default:
      return new RecordsError('ioFailed', failure)
  }
}

export function nameOf(failure: unknown): string | undefined {
  return failure instanceof DOMException ? failure.name : undefined
}
