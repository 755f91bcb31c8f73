import { parseUtf8, utf8 } from './bytes.ts'
import { encodeCbor, isCborMap, parseCbor, parseDeterministicCbor } from './cbor.ts'
import type { Cbor } from './cbor.ts'

/**
 * A codec is the border between bytes and a type. Codecs are put together from the pieces below, so that a structure is
 * written down once and both directions follow from it. Decoding accepts exactly what encoding makes: unknown fields,
 * wrong lengths and values beyond a limit are malformed.
 */
export interface Codec<T> {
  toCbor(value: T): Cbor
  /** Throws `Malformed`; only `parse` below catches it. */
  fromCbor(cbor: Cbor): T
}

export function encodeWith<T>(codec: Codec<T>, value: T): Uint8Array {
  return encodeCbor(codec.toCbor(value))
}

/** The value, or `undefined` if the bytes are anything else. Hostile input never throws. */
export function parseWith<T>(codec: Codec<T>, bytes: Uint8Array): T | undefined {
  return decodeOrUndefined(codec, parseCbor(bytes))
}

/** As `parseWith`, and refuses every encoding but the deterministic one: for bytes that are compared or named by hash. */
export function parseExactlyWith<T>(codec: Codec<T>, bytes: Uint8Array): T | undefined {
  return decodeOrUndefined(codec, parseDeterministicCbor(bytes))
}

function decodeOrUndefined<T>(codec: Codec<T>, cbor: Cbor | undefined): T | undefined {
  return cbor === undefined ? undefined : decodeCbor(codec, cbor)?.value
}

/** As `parseWith`, for what was taken out of a frame already; the value stands in a box because it may be `undefined`. */
export function decodeCbor<T>(codec: Codec<T>, cbor: Cbor): { readonly value: T } | undefined {
  try {
    return { value: codec.fromCbor(cbor) }
  } catch (error) {
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** Says where a structure broke, never what stood there. */
export class Malformed extends Error {
  override readonly name = 'Malformed'
}

function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Malformed(what)
}

/** A non-negative integer up to `max` (default: the greatest safe one). */
export function uint(max: number = Number.MAX_SAFE_INTEGER): Codec<number> {
  return {
    toCbor: (value) => value,
    fromCbor(cbor) {
      ensure(typeof cbor === 'number' && cbor >= 0 && cbor <= max, 'uint')
      return cbor
    },
  }
}

/** One fixed number, such as a format. */
export function literal<const N extends number>(number: N): Codec<N> {
  return {
    toCbor: () => number,
    fromCbor(cbor) {
      ensure(cbor === number, 'literal')
      return number
    },
  }
}

export const bool: Codec<boolean> = {
  toCbor: (value) => value,
  fromCbor(cbor) {
    ensure(typeof cbor === 'boolean', 'bool')
    return cbor
  },
}

export type Lengths = { readonly min?: number; readonly max: number }

/** A byte string of exactly `lengths` bytes, or within its bounds. */
export function bytes(lengths: number | Lengths): Codec<Uint8Array> {
  const { min = 0, max } = typeof lengths === 'number' ? { min: lengths, max: lengths } : lengths
  return {
    toCbor: (value) => value,
    fromCbor(cbor) {
      ensure(cbor instanceof Uint8Array && cbor.length >= min && cbor.length <= max, 'bytes')
      return cbor
    },
  }
}

/** Text of at most `maxBytes` bytes in UTF-8, well-formed. */
export function text(maxBytes: number): Codec<string> {
  return {
    toCbor: (value) => value,
    fromCbor(cbor) {
      ensure(typeof cbor === 'string', 'text')
      const encoded = utf8(cbor)
      ensure(encoded.length <= maxBytes && parseUtf8(encoded) === cbor, 'text')
      return cbor
    },
  }
}

export function list<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  return {
    toCbor: (values) => values.map((value) => item.toCbor(value)),
    fromCbor(cbor) {
      ensure(isArray(cbor) && cbor.length <= max, 'list')
      return cbor.map((value) => item.fromCbor(value))
    },
  }
}

/** CBOR null stands for `undefined`: for the positions of foreign formats that are always there. */
export function nullable<T>(codec: Codec<T>): Codec<T | undefined> {
  return {
    // oxlint-disable-next-line unicorn/no-null -- the CBOR value null
    toCbor: (value) => (value === undefined ? null : codec.toCbor(value)),
    fromCbor: (cbor) => (cbor === null ? undefined : codec.fromCbor(cbor)),
  }
}

/** The same bytes under another type: `parse` answers `undefined` for what the type excludes. */
export type Mapping<From, To> = { parse(from: From): To | undefined; encode(to: To): From }

export function mapped<From, To>(codec: Codec<From>, mapping: Mapping<From, To>): Codec<To> {
  return {
    toCbor: (value) => codec.toCbor(mapping.encode(value)),
    fromCbor(cbor) {
      const value = mapping.parse(codec.fromCbor(cbor))
      ensure(value !== undefined, 'mapped')
      return value
    },
  }
}

/** One of a few words, written as its place in the list: words are only ever added at the end. */
export function oneOf<const Words extends readonly string[]>(words: Words): Codec<Words[number]> {
  return mapped<number, Words[number]>(uint(words.length - 1), {
    parse: (index) => words[index],
    encode: (word) => words.indexOf(word),
  })
}

/** Bytes that hold another structure, signed or hashed as they are. */
export function nested<T>(codec: Codec<T>, maxBytes: number): Codec<T> {
  return mapped<Uint8Array, T>(bytes({ max: maxBytes }), {
    parse: (inner) => parseWith(codec, inner),
    encode: (value) => encodeWith(codec, value),
  })
}

export type Field<T> = { readonly key: number; readonly codec: Codec<T>; readonly optional: false }
export type OptionalField<T> = { readonly key: number; readonly codec: Codec<T>; readonly optional: true }

export function field<T>(key: number, codec: Codec<T>): Field<T> {
  return { key, codec, optional: false }
}

/** May be absent; an absent field is not there at all (never null). */
export function optional<T>(key: number, codec: Codec<T>): OptionalField<T> {
  return { key, codec, optional: true }
}

// oxlint-disable-next-line typescript/no-explicit-any -- the only type a field of any type can be assigned to
type Shape = Readonly<Record<string, Field<any> | OptionalField<any>>>
type Required<S extends Shape> = { [K in keyof S]: S[K] extends OptionalField<unknown> ? never : K }[keyof S]
type Optional<S extends Shape> = { [K in keyof S]: S[K] extends OptionalField<unknown> ? K : never }[keyof S]
type ValueOf<F> = F extends Field<infer T> | OptionalField<infer T> ? T : never
export type Struct<S extends Shape> = { readonly [K in Required<S>]: ValueOf<S[K]> } & {
  readonly [K in Optional<S>]?: ValueOf<S[K]>
}

/** A CBOR map with small integer keys; any other key is malformed. */
export function struct<S extends Shape>(shape: S): Codec<Struct<S>> {
  const fields = Object.entries(shape)
  const keys = new Set(fields.map(([, { key }]) => key))
  if (keys.size !== fields.length) throw new Error('two fields share a key')
  return {
    toCbor(value) {
      const values: Readonly<Record<string, unknown>> = value
      const map = new Map<number, Cbor>()
      for (const [name, { key, codec }] of fields) {
        const item = values[name]
        if (item !== undefined) map.set(key, codec.toCbor(item))
      }
      return map
    },
    fromCbor(cbor) {
      ensure(isCborMap(cbor), 'struct')
      for (const key of cbor.keys()) ensure(typeof key === 'number' && keys.has(key), 'unknown field')
      const value: Record<string, unknown> = {}
      for (const [name, { key, codec, optional }] of fields) {
        const item = cbor.get(key)
        if (item !== undefined) value[name] = codec.fromCbor(item)
        else ensure(optional, name)
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built field by field from the shape it is typed by
      return value as Struct<S>
    },
  }
}

/** An array with one codec for each place. */
export function tuple<T extends readonly unknown[]>(...items: { readonly [K in keyof T]: Codec<T[K]> }): Codec<T> {
  return {
    toCbor: (values) => items.map((item, i) => item.toCbor(values[i])),
    fromCbor(cbor) {
      ensure(isArray(cbor) && cbor.length === items.length, 'tuple')
      const values = items.map((item, i) => {
        const value = cbor[i]
        ensure(value !== undefined, 'tuple')
        return item.fromCbor(value)
      })
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- built place by place from the codecs it is typed by
      return values as unknown as T
    },
  }
}

type Variants = Readonly<Record<string, readonly [tag: number, codec: Codec<never>]>>

/**
 * A union told apart by `kind`, written as [tag, fields]. Each codec describes the fields without `kind`.
 */
export function union<T extends { readonly kind: string }>(variants: {
  readonly [K in T['kind']]: readonly [tag: number, codec: Codec<Omit<Extract<T, { kind: K }>, 'kind'>>]
}): Codec<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- forgets which codec belongs to which kind; the tag brings it back
  const byKind = new Map(Object.entries(variants as unknown as Variants))
  const byTag = new Map([...byKind].map(([kind, [tag, codec]]) => [tag, { kind, codec }]))
  return {
    toCbor(value) {
      const variant = byKind.get(value.kind)
      if (variant === undefined) throw new Error('a kind without a codec')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the codec was found by the value's own kind
      return [variant[0], variant[1].toCbor(value as never)]
    },
    fromCbor(cbor) {
      ensure(isArray(cbor) && cbor.length === 2, 'union')
      const [tag, fields] = cbor
      const variant = typeof tag === 'number' ? byTag.get(tag) : undefined
      ensure(variant !== undefined && fields !== undefined, 'unknown kind')
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the codec was found by the tag that stands for this kind
      return { ...(variant.codec.fromCbor(fields) as object), kind: variant.kind } as T
    },
  }
}

function isArray(cbor: Cbor | undefined): cbor is readonly Cbor[] {
  return Array.isArray(cbor)
}
