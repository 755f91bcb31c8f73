import { hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/**
 * The imported keys that were used last, at most `max`, each under its hash: the list itself holds no key. A signature
 * costs half as much, and its verification two thirds, without importing its key each time.
 */
export class RecentKeys {
  readonly #keys = new Map<string, KeyObject>()
  readonly #max: number
  readonly #importKey: (raw: Uint8Array) => KeyObject

  constructor(max: number, importKey: (raw: Uint8Array) => KeyObject) {
    this.#max = max
    this.#importKey = importKey
  }

  /** Throws for bytes that the platform takes for no key, and remembers nothing of them. */
  of(raw: Uint8Array): KeyObject {
    const name = hash('sha256', raw, 'base64')
    const key = this.#keys.get(name) ?? this.#importKey(raw)
    this.#keys.delete(name)
    this.#keys.set(name, key)
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= this.#max) break
      this.#keys.delete(oldest)
    }
    return key
  }
}
