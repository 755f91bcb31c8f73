/**
 * Every page of a vault as a thief who has its key would read it: the database page by page, free pages included, and
 * every frame of the write-ahead log, stale ones included. It reads the files as they lie there and not through SQLite,
 * so it also sees what SQLite no longer shows. For tests and the forensic harness; nothing in the product uses it.
 *
 * The format is that of SQLite3MultipleCiphers' cipher `chacha20` with a raw key: a page ends in 32 reserved bytes, a
 * nonce of 16 and a Poly1305 tag of 16. The last 4 bytes of the nonce, little-endian, xor the page number, are the
 * block counter; the first 64 bytes of that key stream are the tag's key and the page's own key, and the page is
 * encrypted under its own key from the next counter on. Of page 1 the first 24 bytes are not encrypted: a salt in place
 * of SQLite's magic, and the sizes. Tags are not checked: noise is an answer too.
 */
import { createCipheriv } from 'node:crypto'

export type VaultFiles = {
  readonly database: Uint8Array
  /** The write-ahead log; empty if there is none. */
  readonly log: Uint8Array
  /** The key the vault was opened with. */
  readonly key: Uint8Array
}

export type ForensicPage = {
  readonly origin: 'database' | 'log'
  /** Counted from 1, as SQLite does. */
  readonly number: number
  /** Once decrypted: without the nonce and the tag. */
  readonly bytes: Uint8Array
}

export function decryptVaultPages({ key, ...files }: VaultFiles): readonly ForensicPage[] {
  return clearPages(files).map((page) => ({ ...page, bytes: decryptPage(key, page.number, page.bytes) }))
}

/** The pages as they lie in the files: all there is to do where nothing is encrypted. */
export function clearPages({ database, log }: Omit<VaultFiles, 'key'>): readonly ForensicPage[] {
  const pages: ForensicPage[] = []
  for (let offset = 0; offset + PAGE_BYTES <= database.length; offset += PAGE_BYTES) {
    const number = offset / PAGE_BYTES + 1
    pages.push({ origin: 'database', number, bytes: database.subarray(offset, offset + PAGE_BYTES) })
  }
  const frameBytes = FRAME_HEADER_BYTES + PAGE_BYTES
  for (let offset = LOG_HEADER_BYTES; offset + frameBytes <= log.length; offset += frameBytes) {
    const number = new DataView(log.buffer, log.byteOffset + offset).getUint32(0)
    pages.push({ origin: 'log', number, bytes: log.subarray(offset + FRAME_HEADER_BYTES, offset + frameBytes) })
  }
  return pages
}

const PAGE_BYTES = 4096
const NONCE_BYTES = 16
const TAG_BYTES = 16
const PAGE_1_CLEAR_BYTES = 24
const LOG_HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24

function decryptPage(key: Uint8Array, number: number, page: Uint8Array): Uint8Array {
  const nonceOffset = PAGE_BYTES - NONCE_BYTES - TAG_BYTES
  const nonce = page.subarray(nonceOffset, nonceOffset + NONCE_BYTES)
  const counterSeed = new DataView(nonce.buffer, nonce.byteOffset).getUint32(12, true)
  const counter = (counterSeed ^ number) >>> 0
  const start = { nonce: nonce.subarray(0, 12), counter }
  const oneTimeKeys = chaCha20(key, start, new Uint8Array(64))
  const clearBytes = number === 1 ? PAGE_1_CLEAR_BYTES : 0
  const pageStart = { ...start, counter: (counter + 1) >>> 0 }
  const opened = chaCha20(oneTimeKeys.subarray(32), pageStart, page.subarray(clearBytes, nonceOffset))
  return Buffer.concat([page.subarray(0, clearBytes), opened])
}

type StreamStart = { readonly nonce: Uint8Array; readonly counter: number }

/** With a counter that wraps after 32 bits, where OpenSSL would carry into the nonce. */
function chaCha20(key: Uint8Array, { nonce, counter }: StreamStart, bytes: Uint8Array): Uint8Array {
  const untilWrapBytes = (2 ** 32 - counter) * 64
  const head = runCipher(key, { nonce, counter }, bytes.subarray(0, untilWrapBytes))
  if (untilWrapBytes >= bytes.length) return head
  const tail = runCipher(key, { nonce, counter: 0 }, bytes.subarray(untilWrapBytes))
  return Buffer.concat([head, tail])
}

function runCipher(key: Uint8Array, { nonce, counter }: StreamStart, bytes: Uint8Array): Uint8Array {
  const start = new Uint8Array(16)
  new DataView(start.buffer).setUint32(0, counter, true)
  start.set(nonce, 4)
  return createCipheriv('chacha20', key, start).update(bytes)
}
