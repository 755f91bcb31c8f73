import { errorOf, nameOf, storageRoot, VAULTS_FOLDER } from './vault-files.ts'

const ENDING = '.vault'

/** The vaults at the top of the vaults' folder, by name. Their names are random: they tell nothing. */
export async function listBrowserVaults(): Promise<readonly string[]> {
  const root = await storageRoot()
  const names: string[] = []
  try {
    const folder = await root.getDirectoryHandle(VAULTS_FOLDER)
    for await (const name of folder.keys()) if (name.endsWith(ENDING)) names.push(name.slice(0, -ENDING.length))
  } catch (failure) {
    if (nameOf(failure) !== 'NotFoundError') throw errorOf(failure)
  }
  return names
}

/** A name for a new vault: says nothing about whose it is. */
export function newVaultName(): string {
  return crypto.getRandomValues(new Uint8Array(NAME_BYTES)).toHex()
}

const NAME_BYTES = 16
