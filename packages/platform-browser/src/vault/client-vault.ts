import { VAULT_SCHEMA } from '@rushlight/core'
import { createMemoryDisk, createMemoryStore, openWithSchema, RecordsError } from '@rushlight/records'
import type { RecordsErrorCode, RecordStore } from '@rushlight/records'
import { openBrowserVault } from './open-browser-vault.ts'
import type { BrowserVaultOptions } from './open-browser-vault.ts'

/** A vault with the client's tables in it, brought to the present format. */
export type ClientVault = RecordStore

export async function openClientVault(options: BrowserVaultOptions): Promise<ClientVault> {
  const store = await openBrowserVault(options)
  try {
    return await openWithSchema(store, VAULT_SCHEMA)
  } catch (failure) {
    await store.close()
    throw failure
  }
}

/** For windows without storage, and for asking a provider before there is an account. Ends with its worker. */
export function openMemoryVault(): Promise<ClientVault> {
  return openWithSchema(createMemoryStore(createMemoryDisk()), VAULT_SCHEMA)
}

export type VaultFailure = RecordsErrorCode

/** Why a vault could not be opened or written; `undefined`: for another reason than the vault. */
export function vaultFailureOf(failure: unknown): VaultFailure | undefined {
  return failure instanceof RecordsError ? failure.code : undefined
}
