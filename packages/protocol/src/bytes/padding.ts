import { concat, bigEndian } from './bytes.ts'

/**
 * PADMÉ (Nikitin et al., PURBs): rounds a length up so that it tells at most O(log log length) bits, for at most 12 %.
 * Padded form: four bytes of true length, the data, zeros.
 */
const LENGTH_BYTES = 4

export function padme(length: number): number {
  if (length < 2) return length
  const exponent = Math.floor(Math.log2(length))
  const kept = Math.floor(Math.log2(exponent)) + 1
  const step = 2 ** (exponent - kept)
  return Math.ceil(length / step) * step
}

/** At least `minBytes` long, then on PADMÉ's steps. */
export function pad(data: Uint8Array, minBytes: number): Uint8Array {
  const whole = new Uint8Array(padme(Math.max(LENGTH_BYTES + data.length, minBytes)))
  whole.set(concat(bigEndian(data.length, LENGTH_BYTES), data))
  return whole
}

/** The data, or `undefined` if the length does not fit or anything but zeros follows. */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length < LENGTH_BYTES) return undefined
  const length = padded.subarray(0, LENGTH_BYTES).reduce((value, byte) => value * 256 + byte, 0)
  if (length > padded.length - LENGTH_BYTES) return undefined
  const end = LENGTH_BYTES + length
  return padded.subarray(end).every((byte) => byte === 0) ? padded.slice(LENGTH_BYTES, end) : undefined
}
