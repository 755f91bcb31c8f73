/**
 * "Keep me signed in on this device": wrapped vault keys in IndexedDB, by the random names of their vaults. Locking and
 * signing out remove them.
 */
import { isWrappedKey, unwrapKey, wrapKey } from './wrapped-key.ts'

export async function keepVaultKey(vault: string, key: Uint8Array): Promise<void> {
  const wrapped = await wrapKey(key)
  await withKeys('readwrite', (keys) => {
    const putting = keys.put(wrapped, vault)
    return () => putting.result
  })
}

export async function loadKeptKey(vault: string): Promise<Uint8Array | undefined> {
  const wrapped = await withKeys('readonly', (keys) => {
    const getting: IDBRequest<unknown> = keys.get(vault)
    return () => getting.result
  })
  return isWrappedKey(wrapped) ? unwrapKey(wrapped) : undefined
}

/** With all there is to it: the database itself goes, too. */
export async function forgetKeptKeys(): Promise<void> {
  await settled(indexedDB.deleteDatabase(DATABASE))
}

const DATABASE = 'rushlight'
const KEYS = 'kept-keys'

/** `ask` gives back how to read the answer once the transaction is complete. */
async function withKeys(mode: IDBTransactionMode, ask: (keys: IDBObjectStore) => () => unknown): Promise<unknown> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(KEYS))
  const database = await settled(opening)
  try {
    const transaction = database.transaction(KEYS, mode, { durability: 'strict' })
    const read = ask(transaction.objectStore(KEYS))
    await completed(transaction)
    return read()
  } finally {
    database.close()
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no database')))
  })
}

function completed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
  })
}
