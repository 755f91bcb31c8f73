/** What the SQLite store asks of its platform, as Node gives it. */
import { createCipheriv, randomFillSync } from 'node:crypto'
import type { SqlitePlatform } from '@rushlight/records'

export const NODE_SQLITE_PLATFORM: SqlitePlatform = {
  randomBytes: (length) => randomFillSync(new Uint8Array(length)),
  chaCha20(key, bytes) {
    const result = createCipheriv('chacha20', key, START).update(bytes)
    return new Uint8Array(result.buffer, result.byteOffset, result.byteLength)
  },
  nextTurn: (run) => void setImmediate(run),
}

/** OpenSSL's form of a counter of 0 and a nonce of zeros. */
const START: Uint8Array = new Uint8Array(16)
