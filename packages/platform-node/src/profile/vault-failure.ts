import { randomBytes } from 'node:crypto'
import { RecordsError } from '@rushlight/records'
import type { RecordsErrorCode } from '@rushlight/records'
import { openNodeVault, VAULT_KEY_BYTES } from '../vault/open-node-vault.ts'
import { vaultFileOf } from './profile-files.ts'

export type VaultFailure = RecordsErrorCode

/** Why a vault could not be opened or written; `undefined`: for another reason than the vault. */
export function vaultFailureOf(failure: unknown): VaultFailure | undefined {
  return failure instanceof RecordsError ? failure.code : undefined
}

/** Whether another process holds the vault; asks the lock, so it needs no password. */
export async function isProfileInUse(directory: string): Promise<boolean> {
  try {
    const store = await openNodeVault({ file: vaultFileOf(directory), key: randomBytes(VAULT_KEY_BYTES) })
    await store.close()
    return false
  } catch (failure) {
    return vaultFailureOf(failure) === 'inUse'
  }
}
