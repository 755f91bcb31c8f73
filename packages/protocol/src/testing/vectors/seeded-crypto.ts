import { bigEndian, concat, utf8 } from '../../bytes/bytes.ts'
import type { Crypto } from '../../crypto/crypto.ts'

const BLOCK_BYTES = 32

/** The same primitives, with randomness that follows from a text: vectors are the same bytes whoever makes them. */
export function withSeed(crypto: Crypto, seed: string): Crypto {
  let drawn = 0
  return {
    ...crypto,
    randomBytes(length) {
      drawn += 1
      const blocks = Array.from({ length: Math.ceil(length / BLOCK_BYTES) }, (_, i) =>
        crypto.sha256(concat(utf8(seed), bigEndian(drawn, 4), bigEndian(i, 4))),
      )
      return concat(...blocks).slice(0, length)
    },
  }
}
