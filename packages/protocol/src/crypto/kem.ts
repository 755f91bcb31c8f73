import { bigEndian, concat, EMPTY, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from './crypto.ts'
import { hkdfSha256 } from './hkdf.ts'
import type { Kdf } from './hkdf.ts'

/**
 * Key encapsulation (RFC 9180 §4) as a value: a suite of algorithms is a row of data, and a hybrid KEM joins as one
 * more function that makes such a value.
 */
export interface Kem {
  /** Number in the HPKE registry (RFC 9180 §7.1). */
  readonly id: number
  readonly publicKeyBytes: number
  readonly privateKeyBytes: number
  readonly encapsulatedBytes: number
  /** `undefined` if nobody can be reached under this public key (wrong length, or a point of small order). */
  encapsulate(publicKey: Uint8Array): Promise<Encapsulation | undefined>
  decapsulate(keys: KemKeyPair, encapsulated: Uint8Array): Promise<Uint8Array | undefined>
  /** The same key pair for the same bytes (§4, DeriveKeyPair). */
  deriveKeyPair(keyMaterial: Uint8Array): Promise<KemKeyPair>
  generateKeyPair(): Promise<KemKeyPair>
  publicKeyOf(privateKey: Uint8Array): Promise<Uint8Array>
  /** False for bytes that no honest owner can have published. A pure function: all who look agree. */
  isPublicKey(bytes: Uint8Array): boolean
  /** The same for what `encapsulate` sends. */
  isEncapsulated(bytes: Uint8Array): boolean
}

export type Encapsulation = { readonly secret: Uint8Array; readonly encapsulated: Uint8Array }
export type KemKeyPair = { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array }

const KEM_ID = 0x0020
const KEY_BYTES = 32
const SECRET_BYTES = 32

/** DHKEM(X25519, HKDF-SHA256), RFC 9180 §4.1. */
export function dhkemX25519(crypto: Crypto): Kem {
  const kdf = hkdfSha256(crypto)
  const generateKeyPair = async (): Promise<KemKeyPair> => {
    const privateKey = crypto.randomBytes(KEY_BYTES)
    return { privateKey, publicKey: await crypto.x25519PublicKey(privateKey) }
  }
  return {
    id: KEM_ID,
    publicKeyBytes: KEY_BYTES,
    privateKeyBytes: KEY_BYTES,
    encapsulatedBytes: KEY_BYTES,
    isPublicKey: isX25519PublicKey,
    isEncapsulated: isX25519PublicKey,
    generateKeyPair,
    publicKeyOf: (privateKey) => crypto.x25519PublicKey(privateKey),
    async encapsulate(publicKey) {
      if (!isX25519PublicKey(publicKey)) return undefined
      const ephemeral = await generateKeyPair()
      const shared = await crypto.x25519(ephemeral.privateKey, publicKey)
      if (shared === undefined) return undefined
      const encapsulated = ephemeral.publicKey
      return { encapsulated, secret: extractAndExpand(kdf, shared, concat(encapsulated, publicKey)) }
    },
    async decapsulate(keys, encapsulated) {
      if (!isX25519PublicKey(encapsulated)) return undefined
      const shared = await crypto.x25519(keys.privateKey, encapsulated)
      if (shared === undefined) return undefined
      return extractAndExpand(kdf, shared, concat(encapsulated, keys.publicKey))
    },
    async deriveKeyPair(keyMaterial) {
      const seed = kdf.extract(EMPTY, labelled('dkp_prk', keyMaterial))
      const privateKey = kdf.expand(seed, concat(bigEndian(KEY_BYTES, 2), labelled('sk', EMPTY)), KEY_BYTES)
      return { privateKey, publicKey: await crypto.x25519PublicKey(privateKey) }
    },
  }
}

function extractAndExpand(kdf: Kdf, shared: Uint8Array, context: Uint8Array): Uint8Array {
  const key = kdf.extract(EMPTY, labelled('eae_prk', shared))
  return kdf.expand(key, concat(bigEndian(SECRET_BYTES, 2), labelled('shared_secret', context)), SECRET_BYTES)
}

const PREFIX = concat(utf8('HPKE-v1'), utf8('KEM'), bigEndian(KEM_ID, 2))

function labelled(label: string, data: Uint8Array): Uint8Array {
  return concat(PREFIX, utf8(label), data)
}

/**
 * The u-coordinates of order 1, 2, 4 and 8 below 2^255, unreduced forms included (RFC 7748 §6.1 lets a receiver check
 * for the zero result they all lead to). Looking here instead says the same before any key is spent on them.
 */
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
].map((hex) => Uint8Array.fromHex(hex))

/** 32 bytes that are not a point of small order; the top bit counts for nothing (RFC 7748 §5). */
export function isX25519PublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== KEY_BYTES) return false
  return !SMALL_ORDER.some((point) => point.every((byte, i) => byte === ((bytes[i] ?? 0) & (i === 31 ? 0x7f : 0xff))))
}
