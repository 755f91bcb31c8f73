const NAME_BYTES_MAX = 256
const BYTES_MAX = 192 * 1024
const HEAD_BYTES = 12

/** What is being read right now, in memory that another thread can look at while the reader hangs. */
export class LastInput {
  readonly memory: SharedArrayBuffer
  readonly #head: Int32Array
  readonly #bytes: Uint8Array

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEAD_BYTES + NAME_BYTES_MAX + BYTES_MAX)) {
    this.memory = memory
    this.#head = new Int32Array(memory, 0, 3)
    this.#bytes = new Uint8Array(memory, HEAD_BYTES)
  }

  set(target: string, bytes: Uint8Array): void {
    const { written } = new TextEncoder().encodeInto(target, this.#bytes.subarray(0, NAME_BYTES_MAX))
    const kept = bytes.subarray(0, BYTES_MAX)
    this.#bytes.set(kept, NAME_BYTES_MAX)
    this.#head[1] = written
    this.#head[2] = kept.length
    Atomics.add(this.#head, 0, 1)
  }

  /** How many inputs there were. */
  count(): number {
    return Atomics.load(this.#head, 0)
  }

  get(): { readonly target: string; readonly bytes: Uint8Array } {
    const [, nameBytes = 0, length = 0] = this.#head
    const target = new TextDecoder().decode(this.#bytes.slice(0, nameBytes))
    return { target, bytes: this.#bytes.slice(NAME_BYTES_MAX, NAME_BYTES_MAX + length) }
  }
}
