import {
  decapsulate,
  encapsulate as encapsulateTo,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hash,
  randomBytes as systemRandomBytes,
  sign,
  verify,
} from 'node:crypto'
import type { CipherChaCha20Poly1305, CipherGCM, DecipherChaCha20Poly1305, DecipherGCM, KeyObject } from 'node:crypto'
import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { isMlKem768PublicKey, isStrictEd25519 } from '@rushlight/protocol'
import type { AeadMessage, Crypto, MlKemSent } from '@rushlight/protocol'
import { RecentKeys } from './recent-keys.ts'

/**
 * The primitives on `node:crypto`, computed synchronously: no thread of the pool takes part, so two runs from one seed
 * take the same steps in the same order. `randomBytes` is replaced by a seeded source in the simulator.
 */
export function createNodeCrypto(randomBytes: (length: number) => Uint8Array = secureBytes): Crypto {
  const signingKeys = new RecentKeys(SIGNING_KEYS_KEPT, (raw) => importPrivateKey('ed25519', raw))
  const verifyingKeys = new RecentKeys(VERIFYING_KEYS_KEPT, (raw) => importPublicKey('ed25519', raw))
  return {
    randomBytes,
    sha256: (data) => bytesOf(hash('sha256', data, 'buffer')),
    createSha256() {
      const running = createHash('sha256')
      return { update: (data) => void running.update(data), digest: () => bytesOf(running.digest()) }
    },
    sha512: (data) => bytesOf(hash('sha512', data, 'buffer')),
    sha3: (data) => bytesOf(hash('sha3-256', data, 'buffer')),
    shake256: (data, outputLength) => bytesOf(createHash('shake256', { outputLength }).update(data).digest()),
    hmacSha512: (key, data) => bytesOf(createHmac('sha512', key).update(data).digest()),
    hmacSha256: (key, data) => bytesOf(createHmac('sha256', key).update(data).digest()),
    sealAesGcm: (key, nonce, message) => settle(() => seal(aesGcm(key), { key, nonce }, message)),
    openAesGcm: (key, nonce, message) => settle(() => open(aesGcm(key), { key, nonce }, message)),
    sealChaCha20Poly1305: (key, nonce, message) => settle(() => seal(chaCha20Poly1305, { key, nonce }, message)),
    openChaCha20Poly1305: (key, nonce, message) => settle(() => open(chaCha20Poly1305, { key, nonce }, message)),
    ed25519PublicKey: (privateKey) => settle(() => publicKeyOf(signingKeys.of(privateKey))),
    signEd25519: (privateKey, data) => settle(() => bytesOf(sign(undefined, data, signingKeys.of(privateKey)))),
    verifyEd25519: (publicKey, data, signature) =>
      settle(() => {
        if (!isStrictEd25519(publicKey, signature)) return false
        return verify(undefined, data, verifyingKeys.of(publicKey), signature)
      }),
    x25519PublicKey: (privateKey) => settle(() => publicKeyOf(importPrivateKey('x25519', privateKey))),
    x25519: (privateKey, publicKey) => settle(() => agree(privateKey, publicKey)),
    mlKem768PublicKey: (seed) => settle(() => publicKeyOf(importSeed(seed))),
    encapsulateMlKem768: (publicKey) =>
      settle(() => (randomBytes === secureBytes ? encapsulate(publicKey) : encapsulateFrom(randomBytes, publicKey))),
    decapsulateMlKem768: (seed, ciphertext) => settle(() => bytesOf(decapsulate(importSeed(seed), ciphertext))),
  }
}

/** A device signs with a few keys at once, and reads the messages of a few hundred others. */
const SIGNING_KEYS_KEPT = 32
const VERIFYING_KEYS_KEPT = 512

type Curve = 'ed25519' | 'x25519'

function importPrivateKey(curve: Curve, raw: Uint8Array): KeyObject {
  ensureLength(raw, 32)
  return createPrivateKey({ key: raw, format: 'raw-private', asymmetricKeyType: curve })
}

function importPublicKey(curve: Curve, raw: Uint8Array): KeyObject {
  ensureLength(raw, 32)
  return createPublicKey({ key: raw, format: 'raw-public', asymmetricKeyType: curve })
}

function publicKeyOf(privateKey: KeyObject): Uint8Array {
  return bytesOf(createPublicKey(privateKey).export({ format: 'raw-public' }))
}

function agree(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array | undefined {
  const keys = { privateKey: importPrivateKey('x25519', privateKey), publicKey: importPublicKey('x25519', publicKey) }
  try {
    return bytesOf(diffieHellman(keys))
  } catch {
    // OpenSSL refuses exactly the all-zero result; both keys were imported above.
    return undefined
  }
}

const ML_KEM = 'ml-kem-768'
const ML_KEM_SEED_BYTES = 64
const ML_KEM_RANDOM_BYTES = 32

function importSeed(seed: Uint8Array): KeyObject {
  ensureLength(seed, ML_KEM_SEED_BYTES)
  return createPrivateKey({ key: seed, format: 'raw-seed', asymmetricKeyType: ML_KEM })
}

function encapsulate(publicKey: Uint8Array): MlKemSent | undefined {
  const key = importMlKemKey(publicKey)
  if (key === undefined) return undefined
  const { sharedKey, ciphertext } = encapsulateTo(key)
  return { secret: bytesOf(sharedKey), ciphertext: bytesOf(ciphertext) }
}

/** OpenSSL draws for itself, so where chance has to follow from a seed the same is computed in JavaScript. */
function encapsulateFrom(randomBytes: Crypto['randomBytes'], publicKey: Uint8Array): MlKemSent | undefined {
  if (!isMlKem768PublicKey(publicKey)) return undefined
  const { sharedSecret: secret, cipherText: ciphertext } = ml_kem768.encapsulate(
    publicKey,
    randomBytes(ML_KEM_RANDOM_BYTES),
  )
  return { secret, ciphertext }
}

function importMlKemKey(raw: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: raw, format: 'raw-public', asymmetricKeyType: ML_KEM })
  } catch {
    return undefined
  }
}

type KeyAndNonce = { readonly key: Uint8Array; readonly nonce: Uint8Array }
type Cipher = {
  readonly keyBytes: number
  createSealing(at: KeyAndNonce): CipherGCM | CipherChaCha20Poly1305
  createOpening(at: KeyAndNonce): DecipherGCM | DecipherChaCha20Poly1305
}

const TAG_BYTES = 16
const NONCE_BYTES = 12

const aes128Gcm: Cipher = {
  keyBytes: 16,
  createSealing: ({ key, nonce }) => createCipheriv('aes-128-gcm', key, nonce, { authTagLength: TAG_BYTES }),
  createOpening: ({ key, nonce }) => createDecipheriv('aes-128-gcm', key, nonce, { authTagLength: TAG_BYTES }),
}
const aes256Gcm: Cipher = {
  keyBytes: 32,
  createSealing: ({ key, nonce }) => createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }),
  createOpening: ({ key, nonce }) => createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }),
}
const chaCha20Poly1305: Cipher = {
  keyBytes: 32,
  createSealing: ({ key, nonce }) => createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES }),
  createOpening: ({ key, nonce }) => createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG_BYTES }),
}

function aesGcm(key: Uint8Array): Cipher {
  return key.length === aes128Gcm.keyBytes ? aes128Gcm : aes256Gcm
}

function seal(cipher: Cipher, at: KeyAndNonce, { data, associated }: AeadMessage): Uint8Array {
  ensureLength(at.key, cipher.keyBytes)
  ensureLength(at.nonce, NONCE_BYTES)
  const sealing = cipher.createSealing(at)
  sealing.setAAD(associated, { plaintextLength: data.length })
  const sealed = new Uint8Array(data.length + TAG_BYTES)
  sealed.set(sealing.update(data))
  sealing.final()
  sealed.set(sealing.getAuthTag(), data.length)
  return sealed
}

function open(cipher: Cipher, at: KeyAndNonce, { data, associated }: AeadMessage): Uint8Array | undefined {
  ensureLength(at.key, cipher.keyBytes)
  ensureLength(at.nonce, NONCE_BYTES)
  if (data.length < TAG_BYTES) return undefined
  const length = data.length - TAG_BYTES
  const opening = cipher.createOpening(at)
  opening.setAAD(associated, { plaintextLength: length })
  opening.setAuthTag(data.subarray(length))
  const plaintext = bytesOf(opening.update(data.subarray(0, length)))
  try {
    opening.final()
    return plaintext
  } catch {
    plaintext.fill(0)
    return undefined
  }
}

function ensureLength(bytes: Uint8Array, length: number): void {
  if (bytes.length !== length) throw new RangeError('wrong length of a key or nonce')
}

/** A plain array over the buffer's own memory; a slice of the pool is copied so that nothing else shares it. */
function bytesOf(buffer: Uint8Array): Uint8Array {
  const isWhole = buffer.byteLength === buffer.buffer.byteLength
  return isWhole ? new Uint8Array(buffer.buffer) : new Uint8Array(buffer)
}

function secureBytes(length: number): Uint8Array {
  return bytesOf(systemRandomBytes(length))
}

/** Turns what `compute` throws into a rejection, within the same turn. */
async function settle<T>(compute: () => T): Promise<T> {
  return compute()
}
