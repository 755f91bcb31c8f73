/**
 * The wrapped key beside the vault, in the vault's own folder: `vault.key` (`spec/stored-formats.md` §2). It is on disk
 * before the vault is made, so no crash leaves a vault that nobody can open.
 */
import type { LockStore, VaultKeyFile } from '@rushlight/core'
import { RecordsError } from '@rushlight/records'
import { errorOf, nameOf, openFolder } from './vault-files.ts'

const KEY_FILE = 'vault.key'
const LOCK_FILE = 'vault.lock'

/** Only in a worker. */
export function storeVaultKeyFile(vault: string, bytes: VaultKeyFile): Promise<void> {
  return storeFile({ vault, name: KEY_FILE }, bytes)
}

/** `undefined`: there is none. */
export function loadVaultKeyFile(vault: string): Promise<VaultKeyFile | undefined> {
  return loadFile({ vault, name: KEY_FILE })
}

/** The count of wrong passwords, in the same folder. Stored only in a worker. */
export function createLockStore(vault: string): LockStore {
  const place = { vault, name: LOCK_FILE }
  return { load: () => loadFile(place), store: (bytes) => storeFile(place, bytes) }
}

type Place = { readonly vault: string; readonly name: string }

async function storeFile({ vault, name }: Place, bytes: Uint8Array): Promise<void> {
  const folder = await openFolder(vault)
  try {
    const file = await folder.getFileHandle(name, { create: true })
    if (file.createSyncAccessHandle === undefined) throw new RecordsError('noPersistentStorage')
    const handle = await file.createSyncAccessHandle()
    try {
      handle.truncate(0)
      handle.write(new Uint8Array(bytes), { at: 0 })
      handle.flush()
    } finally {
      handle.close()
    }
  } catch (failure) {
    throw errorOf(failure)
  }
}

async function loadFile({ vault, name }: Place): Promise<Uint8Array | undefined> {
  const folder = await openFolder(vault)
  try {
    const file = await (await folder.getFileHandle(name)).getFile()
    return new Uint8Array(await file.arrayBuffer())
  } catch (failure) {
    if (nameOf(failure) === 'NotFoundError') return undefined
    throw errorOf(failure)
  }
}
