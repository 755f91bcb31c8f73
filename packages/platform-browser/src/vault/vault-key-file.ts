/**
 * The wrapped key beside the vault, in the vault's own folder: `vault.key` (`spec/stored-formats.md` §2). It is on disk
 * before the vault is made, so no crash leaves a vault that nobody can open.
 */
import type { VaultKeyFile } from '@rushlight/core'
import { RecordsError } from '@rushlight/records'
import { errorOf, nameOf, openFolder } from './vault-files.ts'

const KEY_FILE = 'vault.key'

/** Only in a worker. */
export async function storeVaultKeyFile(vault: string, bytes: VaultKeyFile): Promise<void> {
  const folder = await openFolder(vault)
  try {
    const file = await folder.getFileHandle(KEY_FILE, { create: true })
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

/** `undefined`: there is none. */
export async function loadVaultKeyFile(vault: string): Promise<VaultKeyFile | undefined> {
  const folder = await openFolder(vault)
  try {
    const file = await (await folder.getFileHandle(KEY_FILE)).getFile()
    return new Uint8Array(await file.arrayBuffer())
  } catch (failure) {
    if (nameOf(failure) === 'NotFoundError') return undefined
    throw errorOf(failure)
  }
}
