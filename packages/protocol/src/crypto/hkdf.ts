import { concat } from '../bytes/bytes.ts'
import type { Crypto } from './crypto.ts'

/**
 * HKDF (RFC 5869). An extract-and-expand key derivation function is passed around as a value, so that a
 * suite of algorithms is a row of data and another hash can join without touching what is built on top.
 */
export interface Kdf {
  /** Number in the HPKE registry (RFC 9180 §7.2). */
  readonly id: number
  readonly hashBytes: number
  extract(salt: Uint8Array, keyMaterial: Uint8Array): Uint8Array
  expand(key: Uint8Array, info: Uint8Array, length: number): Uint8Array
}

export function hkdfSha256(crypto: Crypto): Kdf {
  return {
    id: 0x0001,
    hashBytes: 32,
    extract: (salt, keyMaterial) => crypto.hmacSha256(salt, keyMaterial),
    expand: (key, info, length) => expand((data) => crypto.hmacSha256(key, data), info, length),
  }
}

export function hkdfSha512(crypto: Crypto): Kdf {
  return {
    id: 0x0003,
    hashBytes: 64,
    extract: (salt, keyMaterial) => crypto.hmacSha512(salt, keyMaterial),
    expand: (key, info, length) => expand((data) => crypto.hmacSha512(key, data), info, length),
  }
}

/** RFC 5869 §2.3: the counter of the blocks is one byte. */
const BLOCKS_MAX = 255

function expand(mac: (data: Uint8Array) => Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length)
  let block: Uint8Array = new Uint8Array(0)
  let filled = 0
  for (let counter = 1; filled < length; counter++) {
    if (counter > BLOCKS_MAX) throw new RangeError('more output asked for than HKDF can give')
    block = mac(concat(block, info, Uint8Array.of(counter)))
    output.set(block.subarray(0, length - filled), filled)
    filled += block.length
  }
  return output
}
