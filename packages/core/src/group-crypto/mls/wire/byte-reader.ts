import { parseBigEndian, takeVector } from '@rushlight/protocol'

/** Reads bytes that this program wrote, from front to back; anything unexpected is a `RangeError`. */
export class ByteReader {
  #rest: Uint8Array

  constructor(bytes: Uint8Array) {
    this.#rest = bytes
  }

  uint(length: number): number {
    if (this.#rest.length < length) throw new RangeError('the bytes end too early')
    const value = parseBigEndian(this.#rest.subarray(0, length))
    this.#rest = this.#rest.subarray(length)
    return value
  }

  vector(): Uint8Array {
    const taken = takeVector(this.#rest)
    if (taken === undefined) throw new RangeError('the bytes end too early')
    this.#rest = taken.rest
    return taken.data
  }

  /** All that is left. */
  rest(): Uint8Array {
    const rest = this.#rest
    this.#rest = new Uint8Array(0)
    return rest
  }

  isAtEnd(): boolean {
    return this.#rest.length === 0
  }
}
