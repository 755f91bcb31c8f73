import { compare } from './bytes.ts'

/**
 * What deterministic CBOR is made of here: integers, byte strings, text, booleans, null, arrays and maps. No floats, no
 * tags, no indefinite lengths.
 */
export type Cbor = number | bigint | string | boolean | null | Uint8Array | readonly Cbor[] | CborMap
export type CborMap = ReadonlyMap<number | string, Cbor>

/**
 * Writes deterministic CBOR (RFC 8949 §4.2.1): shortest heads, definite lengths, maps in the order of their encoded keys.
 * A provider spends more on encoding than on anything else, so this is written for speed; a library is its slow twin in the
 * tests.
 */
export function encodeDeterministicCbor(value: Cbor): Uint8Array {
  scratch.length = 0
  writeValue(value)
  const encoded = scratch.bytes.slice(0, scratch.length)
  // What was encoded may be secret, and this memory is used again.
  scratch.bytes.fill(0, 0, scratch.length)
  if (scratch.bytes.length > SCRATCH_BYTES_KEPT_MAX) scratch.bytes = new Uint8Array(SCRATCH_BYTES_MIN)
  return encoded
}

const SCRATCH_BYTES_MIN = 4096
const SCRATCH_BYTES_KEPT_MAX: number = 1024 * 1024

/** Encoding is synchronous and never begins another, so all share one place to write to. */
const scratch = { bytes: new Uint8Array(SCRATCH_BYTES_MIN), length: 0 }
const encoder = new TextEncoder()

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, array: 4, map: 5 } as const
const FALSE = 0xf4
const TRUE = 0xf5
const NULL = 0xf6

function writeValue(value: Cbor): void {
  switch (typeof value) {
    case 'number':
      return writeInteger(value)
    case 'string':
      return writeText(value)
    case 'boolean':
      return writeByte(value ? TRUE : FALSE)
    case 'bigint':
      return writeBigInteger(value)
    case 'object':
      return writeObject(value)
    default:
      throw new TypeError('a value that CBOR here does not have')
  }
}

function writeObject(value: Uint8Array | readonly Cbor[] | CborMap | null): void {
  if (value === null) return writeByte(NULL)
  if (value instanceof Uint8Array) return writeBytes(MAJOR.bytes, value)
  if (isList(value)) {
    writeHead(MAJOR.array, value.length)
    for (const item of value) writeValue(item)
    return
  }
  writeMap(value)
}

function writeMap(map: CborMap): void {
  writeHead(MAJOR.map, map.size)
  for (const [key, item] of isInOrder(map) ? map : inOrder(map)) {
    writeValue(key)
    writeValue(item)
  }
}

/** Are the keys ascending integers from 0 on, as those of structures are? Then that is their order. */
function isInOrder(map: CborMap): boolean {
  let before = -1
  for (const key of map.keys()) {
    if (typeof key !== 'number' || key <= before) return false
    before = key
  }
  return true
}

function inOrder(map: CborMap): readonly (readonly [number | string, Cbor])[] {
  const start = scratch.length
  const keyed = [...map].map(([key, item]) => {
    writeValue(key)
    const encoded = scratch.bytes.slice(start, scratch.length)
    scratch.length = start
    return { encoded, entry: [key, item] as const }
  })
  return keyed.sort((a, b) => compare(a.encoded, b.encoded)).map(({ entry }) => entry)
}

function writeInteger(value: number): void {
  if (!Number.isSafeInteger(value)) throw new RangeError('only integers are encoded')
  if (value < 0) writeHead(MAJOR.negative, -1 - value)
  else writeHead(MAJOR.unsigned, value)
}

const BIG_MAX = 0xffff_ffff_ffff_ffffn

function writeBigInteger(value: bigint): void {
  const [major, magnitude] = value < 0n ? ([MAJOR.negative, -1n - value] as const) : ([MAJOR.unsigned, value] as const)
  if (magnitude > BIG_MAX) throw new RangeError('only integers of 64 bits are encoded')
  if (magnitude <= Number.MAX_SAFE_INTEGER) return writeHead(major, Number(magnitude))
  writeByte((major << 5) | 27)
  writeUint32(Number(magnitude >> 32n))
  writeUint32(Number(magnitude & 0xffff_ffffn))
}

function writeText(text: string): void {
  writeBytes(MAJOR.text, encoder.encode(text))
}

function writeBytes(major: number, bytes: Uint8Array): void {
  writeHead(major, bytes.length)
  ensureRoom(bytes.length)
  scratch.bytes.set(bytes, scratch.length)
  scratch.length += bytes.length
}

/** RFC 8949 §3: the major type and the shortest form of its argument. */
function writeHead(major: number, argument: number): void {
  const type = major << 5
  if (argument < 24) writeByte(type | argument)
  else if (argument < 0x100) {
    writeByte(type | 24)
    writeByte(argument)
  } else if (argument < 0x1_0000) {
    writeByte(type | 25)
    writeByte(argument >>> 8)
    writeByte(argument & 0xff)
  } else if (argument < 0x1_0000_0000) {
    writeByte(type | 26)
    writeUint32(argument)
  } else {
    writeByte(type | 27)
    writeUint32(Math.floor(argument / 0x1_0000_0000))
    writeUint32(argument % 0x1_0000_0000)
  }
}

function writeUint32(value: number): void {
  writeByte(value >>> 24)
  writeByte((value >>> 16) & 0xff)
  writeByte((value >>> 8) & 0xff)
  writeByte(value & 0xff)
}

function writeByte(byte: number): void {
  if (scratch.length === scratch.bytes.length) ensureRoom(1)
  scratch.bytes[scratch.length] = byte
  scratch.length += 1
}

function ensureRoom(more: number): void {
  const needed = scratch.length + more
  if (needed <= scratch.bytes.length) return
  const larger = new Uint8Array(Math.max(needed, scratch.bytes.length * 2))
  larger.set(scratch.bytes.subarray(0, scratch.length))
  scratch.bytes.fill(0)
  scratch.bytes = larger
}

function isList(value: readonly Cbor[] | CborMap): value is readonly Cbor[] {
  return Array.isArray(value)
}
