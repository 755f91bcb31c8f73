import { equal } from '../../bytes/bytes.ts'
import type { Codec } from '../../bytes/codec.ts'
import { encodeWith, parseExactlyWith, parseWith } from '../../bytes/codec.ts'

/** One structure with a value: bytes that every implementation must make of it and read as it. */
export type StructureCase = {
  readonly kind: 'structure'
  readonly name: string
  readonly value: unknown
  readonly bytes: Uint8Array
  readonly parse: (bytes: Uint8Array) => unknown
  /** Is any other encoding of the same value refused? */
  readonly isExact: boolean
}

/** Something that follows from something else, or is sealed: named inputs and outputs. */
export type DerivationCase = {
  readonly kind: 'derivation'
  readonly name: string
  readonly given: Readonly<Record<string, unknown>>
  readonly result: unknown
  /** Looks whether an implementation that is given the inputs accepts the result. */
  readonly holds: () => Promise<boolean> | boolean
}

export type VectorCase = StructureCase | DerivationCase

/** The vectors of one page of `spec/`, and the file that holds them. */
export type VectorPage = { readonly file: string; readonly page: string; readonly cases: readonly VectorCase[] }

type Named<T> = { readonly name: string; readonly codec: Codec<T>; readonly value: T }

/** Frames, rows and what is inside them: the order of map keys is free. */
export function structure<T>({ name, codec, value }: Named<T>): StructureCase {
  const bytes = encodeWith(codec, value)
  return { kind: 'structure', name, value, bytes, parse: (read) => parseWith(codec, read), isExact: false }
}

/** What is signed, hashed or compared. */
export function exactStructure<T>({ name, codec, value }: Named<T>): StructureCase {
  const bytes = encodeWith(codec, value)
  return { kind: 'structure', name, value, bytes, parse: (read) => parseExactlyWith(codec, read), isExact: true }
}

/** A structure that has functions of its own. */
export function said<T>(
  name: string,
  value: T,
  { bytes, parse }: { readonly bytes: Uint8Array; readonly parse: (bytes: Uint8Array) => T | undefined },
): StructureCase {
  return { kind: 'structure', name, value, bytes, parse, isExact: true }
}

/** The result is computed again and has to be the same. */
export function derivation(
  name: string,
  given: Readonly<Record<string, unknown>>,
  derive: () => Uint8Array | string | number | boolean,
): DerivationCase {
  const result = derive()
  return { kind: 'derivation', name, given, result, holds: () => isSame(result, derive()) }
}

function isSame(a: unknown, b: unknown): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b
}

/** As it stands in a file: bytes as hex, maps as lists of pairs. */
function toJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.toHex()
  if (value instanceof Map) return [...value].map(([key, item]) => [toJson(key), toJson(item)])
  if (Array.isArray(value)) return value.map((item) => toJson(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, toJson(item)]])),
  )
}

/** The text of a page's file. */
export function vectorFileOf({ page, cases }: VectorPage): string {
  const entries = cases.map((one) =>
    one.kind === 'structure'
      ? { name: one.name, exact: one.isExact, value: toJson(one.value), bytes: one.bytes.toHex() }
      : { name: one.name, given: toJson(one.given), result: toJson(one.result) },
  )
  return `${JSON.stringify({ page: `spec/${page}.md`, format: 1, cases: entries }, undefined, 1)}\n`
}
