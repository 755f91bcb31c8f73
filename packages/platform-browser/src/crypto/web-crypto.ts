import { gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { sha3_256, shake256 } from '@noble/hashes/sha3.js'
import { isStrictEd25519 } from '@rushlight/protocol'
import type { AeadMessage, Crypto } from '@rushlight/protocol'
import { createMlKem } from './ml-kem.ts'
import { RecentKeys } from './recent-keys.ts'

/**
 * The primitives in a browser: WebCrypto for curves and for all but the shortest AES-GCM, where it is several times faster
 * than JavaScript; JavaScript for hashes, which the port wants at once, for ChaCha20-Poly1305, which WebCrypto lacks, and for
 * short AES-GCM. Loads in Node as well, where it is held against Node's own adapter.
 */
export function createWebCrypto(): Crypto {
  const signingKeys = new RecentKeys(SIGNING_KEYS_KEPT, (raw) => importPrivateKey('Ed25519', raw))
  const verifyingKeys = new RecentKeys(VERIFYING_KEYS_KEPT, (raw) => importPublicKey('Ed25519', raw))
  return {
    randomBytes: (length) => globalThis.crypto.getRandomValues(new Uint8Array(length)),
    sha256: (data) => sha256(data),
    createSha256() {
      const running = sha256.create()
      return { update: (data) => void running.update(data), digest: () => running.digest() }
    },
    hmacSha256: (key, data) => hmac(sha256, key, data),
    sha512: (data) => sha512(data),
    hmacSha512: (key, data) => hmac(sha512, key, data),
    sha3: (data) => sha3_256(data),
    shake256: (data, dkLen) => shake256(data, { dkLen }),
    sealAesGcm,
    openAesGcm,
    sealChaCha20Poly1305,
    openChaCha20Poly1305,
    ed25519PublicKey: async (privateKey) => publicKeyOf(await signingKeys.of(ensureLength(privateKey, 32))),
    async signEd25519(privateKey, data) {
      const key = await signingKeys.of(ensureLength(privateKey, 32))
      return new Uint8Array(await subtle().sign('Ed25519', key, source(data)))
    },
    async verifyEd25519(publicKey, data, signature) {
      if (!isStrictEd25519(publicKey, signature)) return false
      const key = await verifyingKeys.of(publicKey).catch(() => undefined)
      return key !== undefined && subtle().verify('Ed25519', key, source(signature), source(data))
    },
    x25519PublicKey: async (privateKey) => publicKeyOf(await importPrivateKey('X25519', ensureLength(privateKey, 32))),
    x25519: agree,
    ...createMlKem(),
  }
}

/** False where the browser lacks the curves: it has to be updated before Rushlight can run in it. */
export async function hasSufficientWebCrypto(): Promise<boolean> {
  try {
    const key = await importPrivateKey('Ed25519', new Uint8Array(32))
    const agreement = await importPrivateKey('X25519', new Uint8Array(32))
    const lengths = [(await publicKeyOf(key)).length, (await publicKeyOf(agreement)).length]
    return lengths.every((length) => length === 32) && Uint8Array.fromHex('00').length === 1
  } catch {
    return false
  }
}

/** A device signs with a few keys at once, and reads the messages of a few hundred others. */
const SIGNING_KEYS_KEPT = 32
const VERIFYING_KEYS_KEPT = 512

type Curve = 'Ed25519' | 'X25519'

/** What precedes the 32 raw bytes in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX: Readonly<Record<Curve, Uint8Array>> = {
  Ed25519: Uint8Array.fromHex('302e020100300506032b657004220420'),
  X25519: Uint8Array.fromHex('302e020100300506032b656e04220420'),
}

function importPrivateKey(curve: Curve, raw: Uint8Array): Promise<CryptoKey> {
  const encoded = new Uint8Array(PKCS8_PREFIX[curve].length + raw.length)
  encoded.set(PKCS8_PREFIX[curve])
  encoded.set(raw, PKCS8_PREFIX[curve].length)
  return subtle().importKey('pkcs8', encoded, curve, true, curve === 'Ed25519' ? ['sign'] : ['deriveBits'])
}

function importPublicKey(curve: Curve, raw: Uint8Array): Promise<CryptoKey> {
  return subtle().importKey('raw', source(raw), curve, true, curve === 'Ed25519' ? ['verify'] : [])
}

async function publicKeyOf(privateKey: CryptoKey): Promise<Uint8Array> {
  const { x } = await subtle().exportKey('jwk', privateKey)
  if (x === undefined) throw new TypeError('the platform exports no public key')
  return Uint8Array.fromBase64(x, { alphabet: 'base64url' })
}

async function agree(privateKey: Uint8Array, publicKey: Uint8Array): Promise<Uint8Array | undefined> {
  const own = await importPrivateKey('X25519', ensureLength(privateKey, 32))
  const other = await importPublicKey('X25519', ensureLength(publicKey, 32))
  try {
    return new Uint8Array(await subtle().deriveBits({ name: 'X25519', public: other }, own, 256))
  } catch {
    // Web Cryptography refuses exactly the all-zero result; both keys were imported above.
    return undefined
  }
}

const TAG_BYTES = 16
const NONCE_BYTES = 12

async function sealAesGcm(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array> {
  ensureAesGcm(key, nonce)
  if (isSmall(message)) return gcm(key, nonce, message.associated).encrypt(message.data)
  const imported = await subtle().importKey('raw', source(key), 'AES-GCM', false, ['encrypt'])
  return new Uint8Array(await subtle().encrypt(aesGcmAt(nonce, message), imported, source(message.data)))
}

async function openAesGcm(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array | undefined> {
  ensureAesGcm(key, nonce)
  if (message.data.length < TAG_BYTES) return undefined
  if (isSmall(message)) return openOrNothing(() => gcm(key, nonce, message.associated).decrypt(message.data))
  const imported = await subtle().importKey('raw', source(key), 'AES-GCM', false, ['decrypt'])
  try {
    return new Uint8Array(await subtle().decrypt(aesGcmAt(nonce, message), imported, source(message.data)))
  } catch {
    return undefined
  }
}

function aesGcmAt(nonce: Uint8Array, message: AeadMessage): AesGcmParams {
  return { name: 'AES-GCM', iv: source(nonce), additionalData: source(message.associated), tagLength: TAG_BYTES * 8 }
}

/** Asynchronous so that wrong lengths reject like everywhere else. */
async function sealChaCha20Poly1305(key: Uint8Array, nonce: Uint8Array, message: AeadMessage): Promise<Uint8Array> {
  const cipher = chacha20poly1305(ensureLength(key, 32), ensureLength(nonce, NONCE_BYTES), message.associated)
  return cipher.encrypt(message.data)
}

async function openChaCha20Poly1305(
  key: Uint8Array,
  nonce: Uint8Array,
  message: AeadMessage,
): Promise<Uint8Array | undefined> {
  const cipher = chacha20poly1305(ensureLength(key, 32), ensureLength(nonce, NONCE_BYTES), message.associated)
  if (message.data.length < TAG_BYTES) return undefined
  return openOrNothing(() => cipher.decrypt(message.data))
}

/** The library throws for a tag that does not fit; lengths were looked at before. */
function openOrNothing(decrypt: () => Uint8Array): Uint8Array | undefined {
  try {
    return decrypt()
  } catch {
    return undefined
  }
}

/**
 * Two calls into another thread, to import a key and to use it, cost more than a few blocks of AES in JavaScript. Those look
 * tables up by secret indexes; but what is short is mostly sealed under a key that is used once, which leaves little to time.
 */
function isSmall({ data, associated }: AeadMessage): boolean {
  return data.length + associated.length <= SMALL_BYTES_MAX
}

const SMALL_BYTES_MAX = 1024

function ensureAesGcm(key: Uint8Array, nonce: Uint8Array): void {
  if (key.length !== 16) ensureLength(key, 32)
  ensureLength(nonce, NONCE_BYTES)
}

function ensureLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError('wrong length of a key or nonce')
  return bytes
}

function subtle(): SubtleCrypto {
  return globalThis.crypto.subtle
}

/** WebCrypto takes no shared memory; none of ours is, so this copies nothing. */
function source(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return isUnshared(bytes) ? bytes : new Uint8Array(bytes)
}

function isUnshared(bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
}
