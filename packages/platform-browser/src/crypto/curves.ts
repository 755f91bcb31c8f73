import { isStrictEd25519 } from '@rushlight/protocol'
import { ed25519InJavaScript, x25519InJavaScript } from './curves-in-javascript.ts'
import type { Ed25519, X25519 } from './curves-in-javascript.ts'
import { RecentKeys } from './recent-keys.ts'

/**
 * Ed25519 and X25519 as far as the browser has them, which is many times faster and keeps better time, and in JavaScript
 * elsewhere, each for itself. Whether it has one is found out by using it, not by its name.
 */
export function createCurves(subtle: SubtleCrypto = globalThis.crypto.subtle): Ed25519 & X25519 {
  const signatures = onFirstUse(() => choose(nativeEd25519(subtle), ed25519InJavaScript, isEd25519))
  const agreement = onFirstUse(() => choose(nativeX25519(subtle), x25519InJavaScript, isX25519))
  return {
    ed25519PublicKey: async (key) => (await signatures()).ed25519PublicKey(ensureLength(key)),
    signEd25519: async (key, data) => (await signatures()).signEd25519(ensureLength(key), data),
    async verifyEd25519(publicKey, data, signature) {
      if (!isStrictEd25519(publicKey, signature)) return false
      return (await signatures()).verifyEd25519(publicKey, data, signature)
    },
    x25519PublicKey: async (key) => (await agreement()).x25519PublicKey(ensureLength(key)),
    x25519: async (own, other) => (await agreement()).x25519(ensureLength(own), ensureLength(other)),
  }
}

function onFirstUse<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

async function choose<T>(native: T, plain: T, works: (one: T) => Promise<boolean>): Promise<T> {
  return (await works(native).catch(() => false)) ? native : plain
}

const TRIED_KEY: Uint8Array = new Uint8Array(32).fill(1)

async function isEd25519(curve: Ed25519): Promise<boolean> {
  const publicKey = await curve.ed25519PublicKey(TRIED_KEY)
  return curve.verifyEd25519(publicKey, TRIED_KEY, await curve.signEd25519(TRIED_KEY, TRIED_KEY))
}

async function isX25519(curve: X25519): Promise<boolean> {
  const shared = await curve.x25519(TRIED_KEY, await curve.x25519PublicKey(TRIED_KEY))
  return shared?.length === 32
}

/** A device signs with a few keys at once, and reads the messages of a few hundred others. */
const SIGNING_KEYS_KEPT = 32
const VERIFYING_KEYS_KEPT = 512

function nativeEd25519(subtle: SubtleCrypto): Ed25519 {
  const signingKeys = new RecentKeys(SIGNING_KEYS_KEPT, (raw) => importPrivateKey(subtle, 'Ed25519', raw))
  const verifyingKeys = new RecentKeys(VERIFYING_KEYS_KEPT, (raw) => importPublicKey(subtle, 'Ed25519', raw))
  return {
    ed25519PublicKey: async (privateKey) => publicKeyOf(subtle, await signingKeys.of(privateKey)),
    async signEd25519(privateKey, data) {
      return new Uint8Array(await subtle.sign('Ed25519', await signingKeys.of(privateKey), source(data)))
    },
    async verifyEd25519(publicKey, data, signature) {
      const key = await verifyingKeys.of(publicKey).catch(() => undefined)
      return key !== undefined && subtle.verify('Ed25519', key, source(signature), source(data))
    },
  }
}

function nativeX25519(subtle: SubtleCrypto): X25519 {
  return {
    x25519PublicKey: async (privateKey) => publicKeyOf(subtle, await importPrivateKey(subtle, 'X25519', privateKey)),
    async x25519(privateKey, publicKey) {
      const own = await importPrivateKey(subtle, 'X25519', privateKey)
      const other = await importPublicKey(subtle, 'X25519', publicKey)
      try {
        return new Uint8Array(await subtle.deriveBits({ name: 'X25519', public: other }, own, 256))
      } catch {
        // Web Cryptography refuses exactly the all-zero result; both keys were imported above.
        return undefined
      }
    },
  }
}

type Curve = 'Ed25519' | 'X25519'

/** What precedes the 32 raw bytes in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX: Readonly<Record<Curve, Uint8Array>> = {
  Ed25519: Uint8Array.fromHex('302e020100300506032b657004220420'),
  X25519: Uint8Array.fromHex('302e020100300506032b656e04220420'),
}

function importPrivateKey(subtle: SubtleCrypto, curve: Curve, raw: Uint8Array): Promise<CryptoKey> {
  const encoded = new Uint8Array(PKCS8_PREFIX[curve].length + raw.length)
  encoded.set(PKCS8_PREFIX[curve])
  encoded.set(raw, PKCS8_PREFIX[curve].length)
  return subtle.importKey('pkcs8', encoded, curve, true, curve === 'Ed25519' ? ['sign'] : ['deriveBits'])
}

function importPublicKey(subtle: SubtleCrypto, curve: Curve, raw: Uint8Array): Promise<CryptoKey> {
  return subtle.importKey('raw', source(raw), curve, true, curve === 'Ed25519' ? ['verify'] : [])
}

async function publicKeyOf(subtle: SubtleCrypto, privateKey: CryptoKey): Promise<Uint8Array> {
  const { x } = await subtle.exportKey('jwk', privateKey)
  if (x === undefined) throw new TypeError('the platform exports no public key')
  return Uint8Array.fromBase64(x, { alphabet: 'base64url' })
}

function ensureLength(key: Uint8Array): Uint8Array {
  if (key.length !== 32) throw new RangeError('wrong length of a key')
  return key
}

/** WebCrypto takes no shared memory; none of ours is, so this copies nothing. */
export function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return isUnshared(bytes) ? bytes : new Uint8Array(bytes)
}

function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
}
