import type { Dice } from './dice.ts'

/**
 * Changes that know nothing of what the bytes say but how such bytes are built: heads of CBOR items, lengths of TLS
 * vectors, numbers at their ends, and pieces that come twice or from elsewhere.
 */
const HEADS = [
  // CBOR: long strings, arrays and maps, and what is nested.
  [0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x9b, 0, 0, 0, 1, 0, 0, 0, 0],
  [0xbb, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff],
  [0x7a, 0x7f, 0xff, 0xff, 0xff],
  [0x1b, 0, 0x20, 0, 0, 0, 0, 0, 0],
  [0xf9, 0x7e, 0],
  [0x9f],
  [0xbf],
  [0xff],
  [0xc2, 0x41, 1],
  // TLS: lengths of one, two and four bytes, the longest and one that is not the shortest.
  [0x3f],
  [0x7f, 0xff],
  [0xbf, 0xff, 0xff, 0xff],
  [0x40, 1],
  [0x80, 0, 0, 1],
  [0xc0],
  // Numbers at their ends.
  [0, 0, 0, 0],
  [0x7f, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
].map((bytes) => Uint8Array.from(bytes))

const NESTED = 300
/** A blob of two chunks, and something put in. */
const LENGTH_MAX = 192 * 1024

export function bendBytes(dice: Dice, bytes: Uint8Array, other: Uint8Array): Uint8Array {
  const at = dice.throw(bytes.length + 1)
  const length = 1 + dice.throw(Math.min(64, bytes.length))
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (dice.throw(11)) {
    case 0:
      return bytes.length === 0 ? dice.bytes(1) : bytes.with(at % bytes.length, dice.throw(256))
    case 1:
      return bytes.length === 0 ? bytes : flipBit(bytes, at % bytes.length, dice.throw(8))
    case 2:
      return bytes.length === 0 ? bytes : moved(bytes, at % bytes.length, dice.isOneIn(2) ? 1 : -1)
    case 3:
      return joined(before, after.subarray(length))
    case 4:
      return before.slice()
    case 5:
      return joined(bytes.subarray(0, Math.min(bytes.length, at + length)), after)
    case 6:
      return joined(before, HEADS[dice.throw(HEADS.length)] ?? before, after)
    case 7: {
      const head = HEADS[dice.throw(HEADS.length)] ?? before
      return joined(before, head, after.subarray(head.length))
    }
    case 8:
      return joined(before, other.subarray(dice.throw(other.length)))
    case 9: {
      const from = dice.throw(other.length)
      return joined(before, other.subarray(from, from + length), after)
    }
    default:
      return dice.isOneIn(8)
        ? joined(before, new Uint8Array(NESTED).fill(dice.isOneIn(2) ? 0x81 : 0xa1), after)
        : joined(before, dice.bytes(length), after)
  }
}

function flipBit(bytes: Uint8Array, at: number, bit: number): Uint8Array {
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit))
}

function moved(bytes: Uint8Array, at: number, by: number): Uint8Array {
  return bytes.with(at, ((bytes[at] ?? 0) + by) & 0xff)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(
    Math.min(
      LENGTH_MAX,
      parts.reduce((sum, { length }) => sum + length, 0),
    ),
  )
  let at = 0
  for (const part of parts) {
    whole.set(part.subarray(0, whole.length - at), at)
    at += part.length
    if (at >= whole.length) break
  }
  return whole
}
