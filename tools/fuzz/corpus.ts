import type { ByteTarget } from '@rushlight/core/testing'
import type { Dice } from './dice.ts'

/**
 * What one target is fed with: its samples, and every input since that was read as something of a shape that no other
 * had. No engine here tells which lines ran, so the shape of the result stands for how far an input came.
 */
export class Corpus {
  readonly #samples: readonly Uint8Array[]
  readonly #grown: Uint8Array[] = []
  readonly #shapes = new Set<string>()
  static readonly #GROWN_MAX = 256
  static readonly #SHAPES_MAX = 20_000

  constructor({ samples, read, isSlow }: ByteTarget) {
    this.#samples = samples
    if (isSlow === true) return
    for (const sample of samples) this.#shapes.add(shapeOf(read(sample)))
  }

  get kept(): number {
    return this.#grown.length
  }

  draw(dice: Dice): Uint8Array {
    const from = this.#grown.length > 0 && dice.isOneIn(2) ? this.#grown : this.#samples
    return dice.pick(from) ?? new Uint8Array(0)
  }

  add(dice: Dice, bytes: Uint8Array, value: unknown): void {
    if (this.#shapes.size >= Corpus.#SHAPES_MAX) return
    const shape = shapeOf(value)
    if (this.#shapes.has(shape)) return
    this.#shapes.add(shape)
    if (this.#grown.length < Corpus.#GROWN_MAX) this.#grown.push(bytes)
    else this.#grown[dice.throw(Corpus.#GROWN_MAX)] = bytes
  }
}

const DEPTH_MAX = 6
const LIST_MAX = 8

/** Names, kinds and about how many, but no content. */
function shapeOf(value: unknown, depth = 0): string {
  if (depth > DEPTH_MAX) return '…'
  if (value instanceof Uint8Array) return `b${magnitude(value.length)}`
  if (Array.isArray(value)) {
    const inside = value.slice(0, LIST_MAX).map((item: unknown) => shapeOf(item, depth + 1))
    return `[${magnitude(value.length)}:${inside.join()}]`
  }
  if (value instanceof Map) return `m${shapeOf([...value.values()], depth)}`
  if (typeof value === 'number' || typeof value === 'bigint') return `n${magnitude(Number(value))}`
  if (typeof value === 'string')
    return depth > 0 && value.length < 24 && /^\w+$/.test(value) ? value : `s${magnitude(value.length)}`
  if (typeof value !== 'object' || value === null) return String(value)
  return `{${Object.entries(value)
    .map(([key, child]) => `${key}:${shapeOf(child, depth + 1)}`)
    .join()}}`
}

function magnitude(count: number): number {
  return Math.ceil(Math.log2(Math.abs(count) + 1))
}
