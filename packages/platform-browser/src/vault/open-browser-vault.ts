/**
 * The vault in a browser: the same encrypted file as in Node, in the browser's private file system. It must be opened in
 * a dedicated worker, where files can be read and written synchronously, and by one of all tabs: a second opener is
 * refused with `inUse` until the first has closed or its worker has ended.
 *
 * Private windows have no such file system: then this rejects with `noPersistentStorage`, and the caller may offer to
 * go on with `createMemoryStore(createMemoryDisk())`, which ends with the worker.
 */
import { chacha20 } from '@noble/ciphers/chacha.js'
import type { RecordStore, SqlitePlatform } from '@rushlight/records'
import { RecordsError, createSqliteStore } from '@rushlight/records'
import { closeVaultFiles, openVaultFiles } from './vault-files.ts'
import { openWasmDriver } from './wasm-driver.ts'

export type BrowserVaultOptions = {
  /** Up to four parts of letters, digits, `-` and `_`, joined by `/`: one vault for each account. */
  readonly name: string
  /** 32 bytes, random. */
  readonly key: Uint8Array
}

export async function openBrowserVault({ name, key }: BrowserVaultOptions): Promise<RecordStore> {
  if (key.length !== VAULT_KEY_BYTES) throw new RecordsError('wrongKey')
  const files = await openVaultFiles(name)
  try {
    return createSqliteStore(await openWasmDriver(files, key), BROWSER_SQLITE_PLATFORM)
  } catch (failure) {
    closeVaultFiles(files)
    throw failure
  }
}

const VAULT_KEY_BYTES = 32
const CHACHA20_NONCE: Uint8Array = new Uint8Array(12)

const BROWSER_SQLITE_PLATFORM: SqlitePlatform = {
  randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
  chaCha20: (key, bytes) => chacha20(key, CHACHA20_NONCE, bytes),
  // A message and not a timer: nested timers are slowed down, and those of hidden tabs are held back.
  nextTurn(run) {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      run()
    }
    port2.postMessage(undefined)
  },
}
