import { createHash } from 'node:crypto'
import { createNodeCrypto } from '@rushlight/platform-node'
import type { Crypto } from '@rushlight/protocol'
import type { Random } from './random.ts'

/** What all devices of a world share, so that one world costs less, and so that it sees what nobody sees alone. */
export class CryptoWatch {
  readonly #verified = new Map<string, Promise<boolean>>()
  readonly #sealed = new Map<string, Uint8Array>()
  readonly #onReuse: (what: string) => void

  constructor(onReuse: (what: string) => void) {
    this.#onReuse = onReuse
  }

  /** The shipped primitives with seeded randomness. What a signature is worth is worked out once for all who look at it. */
  cryptoFor(random: Random): Crypto {
    const crypto = createNodeCrypto((length) => random.bytes(length))
    return {
      ...crypto,
      verifyEd25519: (publicKey, data, signature) => {
        const name = createHash('sha256').update(publicKey).update(signature).update(data).digest('latin1')
        const known = this.#verified.get(name) ?? crypto.verifyEd25519(publicKey, data, signature)
        this.#verified.set(name, known)
        return known
      },
      sealAesGcm: async (key, nonce, message) => {
        const sealed = await crypto.sealAesGcm(key, nonce, message)
        this.#noteSealed(key, nonce, sealed)
        return sealed
      },
    }
  }

  /** A key and nonce seal one thing ever (I9): the second would give both away. */
  #noteSealed(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): void {
    const name = Buffer.concat([key, nonce]).toString('latin1')
    const before = this.#sealed.get(name)
    const tag = sealed.slice(-TAG_BYTES)
    if (before !== undefined && !Buffer.from(before).equals(tag)) this.#onReuse('a key and nonce sealed two things')
    this.#sealed.set(name, tag)
  }
}

const TAG_BYTES = 16
