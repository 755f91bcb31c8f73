import { createVaultKey, openVaultKey, VAULT_SCHEMA } from '@rushlight/core'
import { openWithSchema } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { createNodePasswordHash } from '../password/node-password-hash.ts'
import { openNodeVault } from '../vault/open-node-vault.ts'
import { readKeyFile, storeKeyFile, vaultFileOf } from './profile-files.ts'

export type ProfileOptions = {
  /** Made, with the folders above it, when the profile is. */
  readonly directory: string
  readonly password: string
}

/** A profile whose password was right: its vault can be opened, and opened again when it was in use. */
export interface UnlockedProfile {
  /** Rejects with a `RecordsError`; `inUse`: another process holds the vault. */
  openStore(): Promise<RecordStore>
}

export type Unlocked =
  | { readonly kind: 'unlocked'; readonly profile: UnlockedProfile }
  | { readonly kind: 'absent' }
  | { readonly kind: 'wrongPassword' }
  /** A newer version of this program made the key file. */
  | { readonly kind: 'tooNew' }
  /** The key file is gone or damaged. */
  | { readonly kind: 'unreadable' }

/** Whether there is a profile in that folder, be it readable or not. */
export function hasProfile(directory: string): boolean {
  return readKeyFile(directory) !== 'absent'
}

/** Takes the password to the key file; slow on purpose (Argon2id). */
export async function unlockProfile({ directory, password }: ProfileOptions): Promise<Unlocked> {
  const file = readKeyFile(directory)
  if (file === 'absent') return { kind: 'absent' }
  if (file === 'lost') return { kind: 'unreadable' }
  const opened = await openVaultKey(createKeyPorts(), password, file)
  return opened.kind === 'opened' ? { kind: 'unlocked', profile: profileOf(directory, opened.key) } : opened
}

/** A new profile, or, if there is one already, that one, should the password be its own. */
export async function createProfile({ directory, password }: ProfileOptions): Promise<Unlocked> {
  if (readKeyFile(directory) !== 'absent') return unlockProfile({ directory, password })
  const { key, file } = await createVaultKey(createKeyPorts(), password)
  if (storeKeyFile(directory, file) === 'taken') return unlockProfile({ directory, password })
  return { kind: 'unlocked', profile: profileOf(directory, key) }
}

function createKeyPorts(): Parameters<typeof createVaultKey>[0] {
  return { crypto: createNodeCrypto(), hash: createNodePasswordHash() }
}

function profileOf(directory: string, key: Uint8Array): UnlockedProfile {
  return {
    async openStore() {
      const store = await openNodeVault({ file: vaultFileOf(directory), key })
      try {
        return await openWithSchema(store, VAULT_SCHEMA)
      } catch (error) {
        await store.close()
        throw error
      }
    },
  }
}
