import { concat, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from './crypto.ts'
import { isX25519PublicKey } from './kem.ts'
import type { Kem, KemKeyPair } from './kem.ts'
import { isMlKem768PublicKey, ML_KEM_768_KEY_BYTES as ML_KEM_KEY_BYTES } from './ml-kem.ts'

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem-08): ML-KEM-768 and X25519 at once. Whoever wants the secret has to break both, so
 * what is recorded today stays shut when there is a computer that breaks curves, and also if ML-KEM should fall instead.
 *
 * A private key is a seed of 32 bytes. Public keys and ciphertexts are those of ML-KEM followed by those of X25519.
 */
export function xWing(crypto: Crypto): Kem {
  const publicKeyOf = async (seed: Uint8Array): Promise<Uint8Array> => {
    const { mlKemSeed, x25519Key } = expand(crypto, seed)
    return concat(await crypto.mlKem768PublicKey(mlKemSeed), await crypto.x25519PublicKey(x25519Key))
  }
  const keyPairOf = async (privateKey: Uint8Array): Promise<KemKeyPair> => {
    return { privateKey, publicKey: await publicKeyOf(privateKey) }
  }
  return {
    id: KEM_ID,
    publicKeyBytes: ML_KEM_KEY_BYTES + X25519_BYTES,
    privateKeyBytes: SEED_BYTES,
    encapsulatedBytes: ML_KEM_CIPHERTEXT_BYTES + X25519_BYTES,
    isPublicKey,
    isEncapsulated,
    publicKeyOf,
    generateKeyPair: () => keyPairOf(crypto.randomBytes(SEED_BYTES)),
    deriveKeyPair: (keyMaterial) => keyPairOf(crypto.shake256(keyMaterial, SEED_BYTES)),
    async encapsulate(publicKey) {
      if (!isPublicKey(publicKey)) return undefined
      const peer = publicKey.subarray(ML_KEM_KEY_BYTES)
      const sent = await crypto.encapsulateMlKem768(publicKey.subarray(0, ML_KEM_KEY_BYTES))
      const ephemeral = crypto.randomBytes(X25519_BYTES)
      const shared = await crypto.x25519(ephemeral, peer)
      if (sent === undefined || shared === undefined) return undefined
      const x25519 = { shared, ciphertext: await crypto.x25519PublicKey(ephemeral), publicKey: peer }
      return { secret: combine(crypto, sent.secret, x25519), encapsulated: concat(sent.ciphertext, x25519.ciphertext) }
    },
    async decapsulate(keys, encapsulated) {
      if (!isEncapsulated(encapsulated)) return undefined
      const { mlKemSeed, x25519Key } = expand(crypto, keys.privateKey)
      const secret = await crypto.decapsulateMlKem768(mlKemSeed, encapsulated.subarray(0, ML_KEM_CIPHERTEXT_BYTES))
      const ciphertext = encapsulated.subarray(ML_KEM_CIPHERTEXT_BYTES)
      const shared = await crypto.x25519(x25519Key, ciphertext)
      if (shared === undefined) return undefined
      return combine(crypto, secret, { shared, ciphertext, publicKey: keys.publicKey.subarray(ML_KEM_KEY_BYTES) })
    },
  }
}

const KEM_ID = 0x647a
const SEED_BYTES = 32
const ML_KEM_SEED_BYTES = 64
const ML_KEM_CIPHERTEXT_BYTES = 1088
const X25519_BYTES = 32
const LABEL = utf8('\\.//^\\')

type Expanded = { readonly mlKemSeed: Uint8Array; readonly x25519Key: Uint8Array }

function expand(crypto: Crypto, seed: Uint8Array): Expanded {
  const expanded = crypto.shake256(seed, ML_KEM_SEED_BYTES + X25519_BYTES)
  return { mlKemSeed: expanded.slice(0, ML_KEM_SEED_BYTES), x25519Key: expanded.slice(ML_KEM_SEED_BYTES) }
}

type X25519Part = { readonly shared: Uint8Array; readonly ciphertext: Uint8Array; readonly publicKey: Uint8Array }

/** ML-KEM's own ciphertext and key need not go in: its secret already hangs on them (eprint 2024/039). */
function combine(crypto: Crypto, mlKemSecret: Uint8Array, { shared, ciphertext, publicKey }: X25519Part): Uint8Array {
  return crypto.sha3(concat(mlKemSecret, shared, ciphertext, publicKey, LABEL))
}

function isPublicKey(bytes: Uint8Array): boolean {
  return (
    bytes.length === ML_KEM_KEY_BYTES + X25519_BYTES &&
    isMlKem768PublicKey(bytes.subarray(0, ML_KEM_KEY_BYTES)) &&
    isX25519PublicKey(bytes.subarray(ML_KEM_KEY_BYTES))
  )
}

function isEncapsulated(bytes: Uint8Array): boolean {
  return (
    bytes.length === ML_KEM_CIPHERTEXT_BYTES + X25519_BYTES &&
    isX25519PublicKey(bytes.subarray(ML_KEM_CIPHERTEXT_BYTES))
  )
}
