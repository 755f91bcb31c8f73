import { sha256 } from '@noble/hashes/sha2.js'

/** The imported keys that were used last, at most `max`, each under its hash: the list itself holds no key. */
export class RecentKeys {
  readonly #keys = new Map<string, Promise<CryptoKey>>()
  readonly #max: number
  readonly #importKey: (raw: Uint8Array) => Promise<CryptoKey>

  constructor(max: number, importKey: (raw: Uint8Array) => Promise<CryptoKey>) {
    this.#max = max
    this.#importKey = importKey
  }

  /** Rejects for bytes that the platform takes for no key, and remembers nothing of them. */
  async of(raw: Uint8Array): Promise<CryptoKey> {
    const name = sha256(raw).toBase64()
    const key = this.#keys.get(name) ?? this.#importKey(raw)
    this.#keys.delete(name)
    this.#keys.set(name, key)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= this.#max) break
      this.#keys.delete(oldest)
    }
    try {
      return await key
    } catch (error) {
      this.#keys.delete(name)
      throw error
    }
  }
}
