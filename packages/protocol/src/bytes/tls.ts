import { bigEndian, concat } from './bytes.ts'

/** The little of TLS presentation language that RFC 9420 structures of ours need: variable-length vectors (§2.1.2). */

export function encodeVector(data: Uint8Array): Uint8Array {
  return concat(encodeLength(data.length), data)
}

export type Taken = { readonly data: Uint8Array; readonly rest: Uint8Array }

/** The vector at the beginning and what follows it; `undefined` for truncated, over-long or non-minimal lengths. */
export function takeVector(bytes: Uint8Array): Taken | undefined {
  const first = bytes[0]
  if (first === undefined || first >> 6 === 3) return undefined
  const lengthBytes = 1 << (first >> 6)
  if (bytes.length < lengthBytes) return undefined
  const length = bytes.subarray(1, lengthBytes).reduce((value, byte) => value * 256 + byte, first & 63)
  if (encodeLength(length).length !== lengthBytes || bytes.length < lengthBytes + length) return undefined
  return { data: bytes.slice(lengthBytes, lengthBytes + length), rest: bytes.subarray(lengthBytes + length) }
}

function encodeLength(length: number): Uint8Array {
  if (length < 2 ** 6) return bigEndian(length, 1)
  if (length < 2 ** 14) return bigEndian(length + 0x40_00, 2)
  if (length < 2 ** 30) return bigEndian(length + 0x80_00_00_00, 4)
  throw new RangeError('too long for an MLS vector')
}
