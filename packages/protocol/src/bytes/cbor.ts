import { decodeCborItem, NotCbor } from './decode-cbor.ts'
import { encodeDeterministicCbor } from './encode-cbor.ts'
import type { Cbor, CborMap } from './encode-cbor.ts'

export type { Cbor, CborMap } from './encode-cbor.ts'

/** Deterministic CBOR (RFC 8949 §4.2.1). Every structure that Rushlight says, signs or keeps is made of it. */
export function encodeCbor(value: Cbor): Uint8Array {
  return encodeDeterministicCbor(value)
}

/** The value, or `undefined` if the bytes are not exactly one item of the subset above. Map keys may stand in any order. */
export function parseCbor(bytes: Uint8Array): Cbor | undefined {
  return decodeOrUndefined(bytes, false)
}

/** As `parseCbor`, and the bytes must be the one deterministic encoding of the value. */
export function parseDeterministicCbor(bytes: Uint8Array): Cbor | undefined {
  return decodeOrUndefined(bytes, true)
}

export function isCborMap(cbor: Cbor | undefined): cbor is CborMap {
  return cbor instanceof Map
}

function decodeOrUndefined(bytes: Uint8Array, isOrdered: boolean): Cbor | undefined {
  try {
    return decodeCborItem(bytes, { isOrdered })
  } catch (error) {
    if (error instanceof NotCbor) return undefined
    throw error
  }
}
