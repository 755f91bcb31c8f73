/**
 * What an Ed25519 public key and signature must look like before any platform is asked to verify them: S below the
 * group's order, points encoded in their one canonical way and not of small order. Platforms differ in exactly these
 * (Chalkias et al., "Taming the many EdDSAs", 2020); with them out of the way all our clients judge alike, a signature
 * cannot be turned into another valid one, and no key verifies everything.
 */
export function isStrictEd25519(publicKey: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  return isPoint(publicKey) && isPoint(signature.subarray(0, 32)) && isBelow(signature.subarray(32), GROUP_ORDER)
}

function isPoint(encoded: Uint8Array): boolean {
  const y = encoded.slice()
  y[31] = (y[31] ?? 0) & 0x7f
  return isBelow(y, FIELD_PRIME) && !SMALL_ORDER_Y.some((small) => small.every((byte, i) => byte === y[i]))
}

/** Both little-endian and 32 bytes long. Public values: the time it takes tells nothing. */
function isBelow(value: Uint8Array, bound: Uint8Array): boolean {
  for (let i = 31; i >= 0; i--) {
    const difference = (value[i] ?? 0) - (bound[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** 2^255 - 19. */
const FIELD_PRIME = Uint8Array.fromHex('edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f')
/** 2^252 + 27742317777372353535851937790883648493. */
const GROUP_ORDER = Uint8Array.fromHex('edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010')
/** The y-coordinates of the eight points whose order divides 8; the sign bit of x makes eight of five. */
const SMALL_ORDER_Y = [
  '0100000000000000000000000000000000000000000000000000000000000000',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map((hex) => Uint8Array.fromHex(hex))
