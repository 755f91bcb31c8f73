import { compare, parseUtf8 } from './bytes.ts'
import type { Cbor, CborMap } from './encode-cbor.ts'

/**
 * Reads what `encode-cbor.ts` writes and nothing else: shortest heads, definite lengths, well-formed UTF-8, each key once.
 * No floats, not even whole ones, no tags. Lengths are held against what is left before anything is made of them, so
 * hostile bytes cost no more than their own length.
 */
export type Reading = {
  /** Map keys must ascend, as RFC 8949 §4.2.1 asks. */
  readonly isOrdered: boolean
}

/** Says that bytes are no such CBOR; never leaves `cbor.ts`. */
export class NotCbor extends Error {
  override readonly name = 'NotCbor'
}

/** One item, whole. Throws `NotCbor`. */
export function decodeCborItem(bytes: Uint8Array, reading: Reading): Cbor {
  const cursor: Cursor = { bytes, at: 0, reading }
  const value = readValue(cursor, 0)
  if (cursor.at !== bytes.length) throw new NotCbor()
  return value
}

/** How deep arrays and maps may be nested; nothing of ours needs half of it. */
const DEPTH_MAX = 16

type Cursor = { readonly bytes: Uint8Array; at: number; readonly reading: Reading }

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5, simple: 7 } as const
const SIMPLE: ReadonlyMap<number, Cbor> = new Map<number, Cbor>([
  [0xf4, false],
  [0xf5, true],
  // oxlint-disable-next-line unicorn/no-null -- the CBOR value null
  [0xf6, null],
])

function readValue(cursor: Cursor, depth: number): Cbor {
  const first = cursor.bytes[cursor.at]
  if (first === undefined || depth > DEPTH_MAX) throw new NotCbor()
  const major = first >> 5
  if (major === MAJOR.simple) return readSimple(cursor, first)
  const argument = readArgument(cursor, first & 31)
  if (major === MAJOR.unsigned) return argument
  if (major === MAJOR.negative) return negativeOf(argument)
  if (typeof argument !== 'number' || argument > cursor.bytes.length - cursor.at) throw new NotCbor()
  switch (major) {
    case MAJOR.bytes:
      return takeBytes(cursor, argument).slice()
    case MAJOR.text:
      return readText(cursor, argument)
    case MAJOR.array:
      return readList(cursor, argument, depth + 1)
    case MAJOR.map:
      return readMap(cursor, argument, depth + 1)
    default:
      throw new NotCbor()
  }
}

function readSimple(cursor: Cursor, first: number): Cbor {
  const value = SIMPLE.get(first)
  if (value === undefined) throw new NotCbor()
  cursor.at += 1
  return value
}

/** The argument of a head, and only in its shortest form; a bigint beyond what a number holds exactly. */
function readArgument(cursor: Cursor, minor: number): number | bigint {
  cursor.at += 1
  if (minor < 24) return minor
  if (minor > 27) throw new NotCbor()
  const length = 1 << (minor - 24)
  const bytes = takeBytes(cursor, length)
  let value = 0
  for (const byte of bytes.subarray(0, 4)) value = value * 256 + byte
  if (length === 8) return readLong(value, bytes.subarray(4))
  const least = length === 1 ? 24 : 2 ** (4 * length)
  if (value < least) throw new NotCbor()
  return value
}

function readLong(high: number, rest: Uint8Array): number | bigint {
  let low = 0
  for (const byte of rest) low = low * 256 + byte
  if (high === 0) throw new NotCbor()
  const value = high * 2 ** 32 + low
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) | BigInt(low)
}

function negativeOf(argument: number | bigint): number | bigint {
  if (typeof argument === 'bigint') return -1n - argument
  const value = -1 - argument
  return Number.isSafeInteger(value) ? value : -1n - BigInt(argument)
}

function takeBytes(cursor: Cursor, length: number): Uint8Array {
  const end = cursor.at + length
  if (end > cursor.bytes.length) throw new NotCbor()
  const taken = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return taken
}

function readText(cursor: Cursor, length: number): string {
  const text = parseUtf8(takeBytes(cursor, length))
  if (text === undefined) throw new NotCbor()
  return text
}

/** Grows as items come: a length that was only claimed reserves nothing. */
function readList(cursor: Cursor, length: number, depth: number): readonly Cbor[] {
  const items: Cbor[] = []
  while (items.length < length) items.push(readValue(cursor, depth))
  return items
}

function readMap(cursor: Cursor, size: number, depth: number): CborMap {
  const map = new Map<number | string, Cbor>()
  let before: Uint8Array | undefined
  for (let i = 0; i < size; i++) {
    const start = cursor.at
    const key = readValue(cursor, depth)
    if ((typeof key !== 'number' && typeof key !== 'string') || map.has(key)) throw new NotCbor()
    const encoded = cursor.bytes.subarray(start, cursor.at)
    if (cursor.reading.isOrdered && before !== undefined && compare(before, encoded) >= 0) throw new NotCbor()
    before = encoded
    map.set(key, readValue(cursor, depth))
  }
  return map
}
