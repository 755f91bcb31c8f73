import { ed25519, x25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equal } from '@rushlight/protocol'
import type { Crypto } from '@rushlight/protocol'

export type Ed25519 = Pick<Crypto, 'ed25519PublicKey' | 'signEd25519' | 'verifyEd25519'>
export type X25519 = Pick<Crypto, 'x25519PublicKey' | 'x25519'>

/**
 * The curves for browsers without them. Keys and signatures have been looked at before: lengths, and that points and S are
 * canonical and not of small order.
 */
export const ed25519InJavaScript: Ed25519 = {
  ed25519PublicKey: async (privateKey) => ed25519.getPublicKey(privateKey),
  signEd25519: async (privateKey, data) => ed25519.sign(data, privateKey),
  verifyEd25519: async (publicKey, data, signature) => isSignature(publicKey, data, signature),
}

export const x25519InJavaScript: X25519 = {
  x25519PublicKey: async (privateKey) => x25519.getPublicKey(privateKey),
  async x25519(privateKey, publicKey) {
    try {
      return x25519.getSharedSecret(privateKey, publicKey)
    } catch {
      // It refuses exactly the all-zero result; lengths were looked at before.
      return undefined
    }
  },
}

/**
 * R = S·B - k·A, compared as bytes, as all platforms do it. The library's own verification multiplies by the cofactor, and
 * so takes signatures that others refuse: a member could split a room with one.
 */
function isSignature(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): boolean {
  const { Point } = ed25519
  const r = signature.subarray(0, 32)
  const s = Point.Fn.fromBytes(signature.subarray(32))
  const k = Point.Fn.create(littleEndian(sha512(concat(r, publicKey, data))))
  let key
  try {
    key = Point.fromBytes(publicKey)
  } catch {
    return false
  }
  const expected = Point.BASE.multiplyUnsafe(s).add(key.negate().multiplyUnsafe(k))
  return equal(expected.toBytes(), r)
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytes.toReversed().toHex()}`)
}
