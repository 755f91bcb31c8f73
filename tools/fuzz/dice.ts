/** Chance that follows from a number: the same seed throws the same. */
export class Dice {
  #a: number
  #b = 0x9e3779b9
  #c = 0x243f6a88
  #count = 1

  constructor(seed: number) {
    this.#a = seed | 0
    for (let i = 0; i < 12; i++) this.#next()
  }

  /** 0 to `sides` - 1; 0 if there is no side. */
  throw(sides: number): number {
    return sides < 1 ? 0 : Math.floor((this.#next() / 2 ** 32) * sides)
  }

  isOneIn(times: number): boolean {
    return this.throw(times) === 0
  }

  pick<T>(from: readonly T[]): T | undefined {
    return from[this.throw(from.length)]
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.throw(256))
  }

  /** sfc32. */
  #next(): number {
    const sum = (this.#a + this.#b + this.#count++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0
    return sum >>> 0
  }
}
