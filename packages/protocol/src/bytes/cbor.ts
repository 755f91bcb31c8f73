import { decode } from 'cborg'
import { equal } from './bytes.ts'
import { encodeDeterministicCbor } from './encode-cbor.ts'
import type { Cbor, CborMap } from './encode-cbor.ts'

export type { Cbor, CborMap } from './encode-cbor.ts'

/** Deterministic CBOR (RFC 8949 §4.2.1). Every structure that Rushlight says, signs or keeps is made of it. */
export function encodeCbor(value: Cbor): Uint8Array {
  return encodeDeterministicCbor(value)
}

/** The value, or `undefined` if the bytes are not exactly one item of the subset above. */
export function parseCbor(bytes: Uint8Array): Cbor | undefined {
  try {
    const value: unknown = decode(bytes, {
      strict: true,
      useMaps: true,
      allowIndefinite: false,
      allowUndefined: false,
      allowInfinity: false,
      allowNaN: false,
      allowBigInt: true,
      rejectDuplicateMapKeys: true,
    })
    return isCbor(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** As `parseCbor`, and the bytes must be the one deterministic encoding of the value (costs an encoding). */
export function parseDeterministicCbor(bytes: Uint8Array): Cbor | undefined {
  const value = parseCbor(bytes)
  return value !== undefined && equal(encodeCbor(value), bytes) ? value : undefined
}

export function isCborMap(cbor: Cbor | undefined): cbor is CborMap {
  return cbor instanceof Map
}

/** How deep arrays and maps may be nested; nothing of ours needs half of it. */
const DEPTH_MAX = 16

function isCbor(value: unknown, depth: number = 0): value is Cbor {
  if (depth > DEPTH_MAX) return false
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value)
    case 'bigint':
    case 'string':
    case 'boolean':
      return true
    case 'object':
      return value === null || value instanceof Uint8Array || isNested(value, depth + 1)
    default:
      return false
  }
}

function isNested(value: object, depth: number): boolean {
  if (Array.isArray(value)) return value.every((item) => isCbor(item, depth))
  if (!(value instanceof Map)) return false
  for (const [key, item] of value) {
    if (typeof key !== 'string' && !Number.isSafeInteger(key)) return false
    if (!isCbor(item, depth)) return false
  }
  return true
}
