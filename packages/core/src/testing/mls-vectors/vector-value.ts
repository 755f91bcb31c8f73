import { equal, hex, parseHex } from '@rushlight/protocol'

/** A value of a published vector file, read with the type that is expected of it; anything else ends the case. */
export class VectorValue {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  field(name: string): VectorValue {
    ensure(typeof this.#value === 'object' && this.#value !== null, `an object with ${name}`)
    return new VectorValue(Reflect.get(this.#value, name))
  }

  bytes(name: string): Uint8Array {
    const { value } = this.field(name)
    const parsed = typeof value === 'string' ? parseHex(value) : undefined
    ensure(parsed !== undefined, `bytes in ${name}`)
    return parsed
  }

  number(name: string): number {
    const { value } = this.field(name)
    ensure(typeof value === 'number', `a number in ${name}`)
    return value
  }

  text(name: string): string {
    const { value } = this.field(name)
    ensure(typeof value === 'string', `a text in ${name}`)
    return value
  }

  list(name: string): readonly VectorValue[] {
    return this.field(name).items()
  }

  items(): readonly VectorValue[] {
    ensure(Array.isArray(this.#value), 'a list')
    return this.#value.map((item: unknown) => new VectorValue(item))
  }

  get value(): unknown {
    return this.#value
  }

  isAbsent(): boolean {
    return this.#value === null || this.#value === undefined
  }
}

export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(`expected ${what}`)
}

export function ensureEqual(actual: Uint8Array | undefined, expected: Uint8Array, what: string): void {
  ensure(actual !== undefined && equal(actual, expected), `${what} ${hex(expected)}`)
}
