/**
 * Building keys so that the order of the bytes is the order that is wanted. Numbers are fixed-width and big-endian;
 * parts of a composite key are fixed-width too, save the last, so that no key is a prefix of another by accident.
 */
import { KEY_BYTES_MAX } from './record-store.ts'

/** Both ends of a range as the port takes them: `from` inclusive, `to` exclusive. */
export type KeyRange = { readonly from: Uint8Array; readonly to: Uint8Array }

/** One byte longer than any key may be, and of the greatest byte: it stands behind all of them. */
const BEHIND_EVERY_KEY: Uint8Array = new Uint8Array(KEY_BYTES_MAX + 1).fill(0xff)

export const EVERY_KEY: KeyRange = { from: new Uint8Array(0), to: BEHIND_EVERY_KEY }

/** All keys that begin with `prefix`. */
export function rangeOf(prefix: Uint8Array): KeyRange {
  return { from: prefix, to: successorOf(prefix) }
}

/** The smallest bytes that are greater than every key that begins with `prefix`. */
export function successorOf(prefix: Uint8Array): Uint8Array {
  let length = prefix.length
  while (length > 0 && prefix[length - 1] === 0xff) length -= 1
  if (length === 0) return BEHIND_EVERY_KEY
  const successor = prefix.slice(0, length)
  successor[length - 1] = (successor[length - 1] ?? 0) + 1
  return successor
}

export function joinKey(parts: readonly Uint8Array[]): Uint8Array {
  const key = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    key.set(part, offset)
    offset += part.length
  }
  return key
}

/** Four bytes; for counters and indexes below 2^32. */
export function encodeUint32Key(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff)
    throw new RangeError('not an unsigned 32-bit number')
  const key = new Uint8Array(4)
  new DataView(key.buffer).setUint32(0, value)
  return key
}

/** Eight bytes; for times (UTC ms) and sequence numbers, up to 2^53 - 1. */
export function encodeUint64Key(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not an unsigned safe integer')
  const key = new Uint8Array(8)
  new DataView(key.buffer).setBigUint64(0, BigInt(value))
  return key
}

export function decodeUint32Key(key: Uint8Array, offset: number): number {
  return viewOf(key).getUint32(offset)
}

export function decodeUint64Key(key: Uint8Array, offset: number): number {
  return Number(viewOf(key).getBigUint64(offset))
}

/** Negative, zero or positive, as a sort wants it. */
export function compareKeys(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
