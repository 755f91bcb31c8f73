import { createMemoryDisk, createMemoryStore, openWithSchema } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { VAULT_SCHEMA } from './vault-schema.ts'

/** A vault that ends with its process: an export is opened into one to be read. */
export function openMemoryVault(): Promise<RecordStore> {
  return openWithSchema(createMemoryStore(createMemoryDisk()), VAULT_SCHEMA)
}
