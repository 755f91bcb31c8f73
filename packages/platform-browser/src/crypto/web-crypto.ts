import { gcm } from '@noble/ciphers/aes.js'
import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { sha3_256, shake256 } from '@noble/hashes/sha3.js'
import type { AeadMessage, Crypto } from '@rushlight/protocol'
import { createCurves, source } from './curves.ts'
import { createMlKem } from './ml-kem.ts'

/**
 * The primitives in a browser: WebCrypto for curves, where it has them, and for all but the shortest AES-GCM, where it is several times faster
 * than JavaScript; JavaScript for hashes, which the port wants at once, for ChaCha20-Poly1305, which WebCrypto lacks, and for
 * short AES-GCM. Loads in Node as well, where it is held against Node's own adapter.
 */
export function createWebCrypto(): Crypto {
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
    ...createCurves(),
    ...createMlKem(),
  }
}

/** False where the browser lacks what nothing here stands in for: it has to be updated before Rushlight can run in it. */
export async function hasSufficientWebCrypto(): Promise<boolean> {
  try {
    const [key, nonce] = [new Uint8Array(16), new Uint8Array(NONCE_BYTES)]
    const message = { data: new Uint8Array(SMALL_BYTES_MAX + 1), associated: new Uint8Array(0) }
    const sealed = await sealAesGcm(key, nonce, message)
    return sealed.length === message.data.length + TAG_BYTES && Uint8Array.fromHex('00').length === 1
  } catch {
    return false
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
