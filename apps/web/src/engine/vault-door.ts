/**
 * The door of the vault: which vaults there are, how one is made, opened by password or by a kept key, and erased. Knows
 * nothing of what is inside.
 */
import { createMemoryStage, createVaultKey, openGuarded, readLock, setEraseAfter } from '@rushlight/core'
import type { FileStage, GuardedOpening, LockState, VaultKeyPorts } from '@rushlight/core'
import {
  createBrowserFileStage,
  createLockStore,
  forgetKeptKeys,
  keepVaultKey,
  listBrowserVaults,
  loadKeptKey,
  loadVaultKeyFile,
  newVaultName,
  openClientVault,
  openMemoryVault,
  storeVaultKeyFile,
  unwrapKey,
  vaultFailureOf,
  wipeBrowserVault,
  wrapKey,
} from '@rushlight/platform-browser'
import type { ClientVault } from '@rushlight/platform-browser'
import type { HandOver } from './engine-api.ts'
import type { StorageKind } from './engine-state.ts'

export type OpenVault =
  | { readonly storage: 'disk'; readonly name: string; readonly key: Uint8Array; readonly store: ClientVault }
  | { readonly storage: 'memory'; readonly store: ClientVault }

export type OpenedByPassword =
  | { readonly kind: 'opened'; readonly vault: OpenVault }
  | Exclude<GuardedOpening, { kind: 'opened' | 'erase' }>
  /** That was the last try: nothing is left. */
  | { readonly kind: 'erased' }

/** What lies here at the start. */
export type FoundVault =
  | { readonly kind: 'none'; readonly storage: StorageKind }
  | { readonly kind: 'one'; readonly name: string; readonly keyFile: Uint8Array }

export async function findVault(): Promise<FoundVault> {
  let names: readonly string[]
  try {
    names = await listBrowserVaults()
  } catch (failure) {
    if (vaultFailureOf(failure) === 'noPersistentStorage') return { kind: 'none', storage: 'memory' }
    throw failure
  }
  for (const name of names) {
    const keyFile = await loadVaultKeyFile(name)
    if (keyFile !== undefined && keyFile.length > 0) return { kind: 'one', name, keyFile }
    // The key file comes first, so without it nothing was ever in there.
    await wipeBrowserVault(name)
  }
  return { kind: 'none', storage: 'disk' }
}

export async function createVault(ports: VaultKeyPorts, password: string, storage: StorageKind): Promise<OpenVault> {
  if (storage === 'memory') return { storage, store: await openMemoryVault() }
  const name = newVaultName()
  const { key, file } = await createVaultKey(ports, password)
  await storeVaultKeyFile(name, file)
  return { storage, name, key, store: await openClientVault({ name, key }) }
}

export async function openByPassword(
  ports: VaultKeyPorts,
  password: string,
  { name, keyFile }: Extract<FoundVault, { kind: 'one' }>,
): Promise<OpenedByPassword> {
  const attempt = { password, file: keyFile, now: Date.now() }
  const opened = await openGuarded(ports, attempt, createLockStore(name))
  if (opened.kind === 'erase') {
    await eraseLockedVault(name)
    return { kind: 'erased' }
  }
  if (opened.kind !== 'opened') return opened
  const { key } = opened
  return { kind: 'opened', vault: { storage: 'disk', name, key, store: await openSoon(name, key) } }
}

/** What the door says before anybody has knocked. */
export function lockOf(name: string): Promise<LockState> {
  return readLock(createLockStore(name), Date.now())
}

/** From which wrong password in a row on everything is erased; 0: never. */
export async function chooseErasing(vault: OpenVault, eraseAfter: number): Promise<void> {
  if (vault.storage === 'disk') await setEraseAfter(createLockStore(vault.name), eraseAfter)
}

/** Without a password: what this browser was told to keep, or what the tab before left. */
export async function openByKeptKey(name: string, handOver: HandOver | undefined): Promise<OpenVault | undefined> {
  const left = handOver?.vault === name ? await unwrapKey(handOver.key) : undefined
  const key = left ?? (await loadKeptKey(name).catch(() => undefined))
  if (key === undefined) return undefined
  return { storage: 'disk', name, key, store: await openSoon(name, key) }
}

/** Where the vault's files lie, encrypted. */
export function stageOf(vault: OpenVault): FileStage {
  return vault.storage === 'memory' ? createMemoryStage() : createBrowserFileStage(vault.name)
}

export async function handOverOf(vault: OpenVault): Promise<HandOver | undefined> {
  return vault.storage === 'memory' ? undefined : { vault: vault.name, key: await wrapKey(vault.key) }
}

export async function keepKeyOf(vault: OpenVault): Promise<void> {
  if (vault.storage === 'disk') await keepVaultKey(vault.name, vault.key)
}

export async function eraseVault(vault: OpenVault): Promise<void> {
  if (vault.storage === 'memory') return forgetKeptKeys()
  vault.key.fill(0)
  await eraseLockedVault(vault.name)
}

export async function eraseLockedVault(name: string): Promise<void> {
  await forgetKeptKeys()
  await wipeBrowserVault(name)
}

const OPEN_ATTEMPTS_MAX = 40
const OPEN_AGAIN_AFTER_MS = 150

/** The files of a worker that has just ended are let go a moment later. */
async function openSoon(name: string, key: Uint8Array): Promise<ClientVault> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await openClientVault({ name, key })
    } catch (failure) {
      if (vaultFailureOf(failure) !== 'inUse' || attempt >= OPEN_ATTEMPTS_MAX) throw failure
      await new Promise((resolve) => {
        setTimeout(resolve, OPEN_AGAIN_AFTER_MS)
      })
    }
  }
}
