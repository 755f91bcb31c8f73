import { concat } from '../../src/bytes/bytes.ts'
import { encodeCbor } from '../../src/bytes/cbor.ts'
import type { CborMap } from '../../src/bytes/cbor.ts'

/** The same value with its first head one byte longer than it must be; `undefined` where there is no room for that. */
export function withLongerHead(bytes: Uint8Array): Uint8Array | undefined {
  const [first = 0] = bytes
  const [major, argument] = [first >> 5, first & 31]
  if (major === 7 || argument > 23) return undefined
  return concat(Uint8Array.of((major << 5) | 24, argument), bytes.subarray(1))
}

/** The same map with its keys in the other order; `undefined` if it has fewer than two. */
export function withKeysReversed(map: CborMap): Uint8Array | undefined {
  if (map.size < 2 || map.size > 23) return undefined
  const pairs = [...map].toReversed().map(([key, value]) => concat(encodeCbor(key), encodeCbor(value)))
  return concat(Uint8Array.of(0xa0 | map.size), ...pairs)
}
