import { createVaultKey, openGuarded, setEraseAfter, VAULT_SCHEMA } from '@rushlight/core'
import { openWithSchema } from '@rushlight/records'
import type { RecordStore } from '@rushlight/records'
import { createNodeCrypto } from '../crypto/node-crypto.ts'
import { createNodePasswordHash } from '../password/node-password-hash.ts'
import { openNodeVault } from '../vault/open-node-vault.ts'
import { createLockStore, readKeyFile, storeKeyFile, vaultFileOf, wipeProfile } from './profile-files.ts'

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
  /** After several of them the next has to wait, over restarts too. */
  | { readonly kind: 'wrongPassword'; readonly waitMs: number; readonly triesLeft: number | undefined }
  /** Nothing was tried: the last ones were wrong, and it is too soon. */
  | { readonly kind: 'wait'; readonly waitMs: number }
  /** Wrong so often that everything is erased now, as its owner had chosen. */
  | { readonly kind: 'erased' }
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
  const attempt = { password, file, now: Date.now() }
  const opened = await openGuarded(createKeyPorts(), attempt, createLockStore(directory))
  if (opened.kind === 'opened') return { kind: 'unlocked', profile: profileOf(directory, opened.key) }
  if (opened.kind !== 'erase') return opened
  wipeProfile(directory)
  return { kind: 'erased' }
}

/** From which wrong password in a row on everything is erased; 0: never. The password was right a moment ago. */
export function chooseErasing(directory: string, eraseAfter: number): Promise<void> {
  return setEraseAfter(createLockStore(directory), eraseAfter)
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
