export const ML_KEM_768_KEY_BYTES = 1184
/** 768 coefficients of 12 bits each; the seed of the matrix follows them. */
const COEFFICIENT_BYTES = 1152
const MODULUS = 3329

/**
 * FIPS 203 §7.2: every coefficient of an encapsulation key is below the modulus. Not every implementation looks. Two
 * coefficients share three bytes.
 */
export function isMlKem768PublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== ML_KEM_768_KEY_BYTES) return false
  for (let at = 0; at < COEFFICIENT_BYTES; at += 3) {
    const [low, middle, high] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]
    if ((low | ((middle & 0x0f) << 8)) >= MODULUS) return false
    if (((middle >> 4) | (high << 4)) >= MODULUS) return false
  }
  return true
}
