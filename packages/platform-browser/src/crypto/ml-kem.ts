import { ml_kem768 } from '@noble/post-quantum/ml-kem.js'
import { isMlKem768PublicKey } from '@rushlight/protocol'
import type { Crypto, MlKemSent } from '@rushlight/protocol'

/**
 * ML-KEM-768 as far as the browser has it, which is ten times faster, and in JavaScript elsewhere. Whether it has is found
 * out by the first key that is wanted, not by its name.
 */
type MlKem = Pick<Crypto, 'mlKem768PublicKey' | 'encapsulateMlKem768' | 'decapsulateMlKem768'>

export function createMlKem(subtle: SubtleCrypto = globalThis.crypto.subtle): MlKem {
  let found: Promise<MlKem> | undefined
  const best = (): Promise<MlKem> => {
    found ??= findNative(subtle).then((native) => native ?? mlKemInJavaScript)
    return found
  }
  return {
    mlKem768PublicKey: async (seed) => (await best()).mlKem768PublicKey(ensureLength(seed, SEED_BYTES)),
    encapsulateMlKem768: async (publicKey) => (await best()).encapsulateMlKem768(publicKey),
    decapsulateMlKem768: async (seed, ciphertext) =>
      (await best()).decapsulateMlKem768(ensureLength(seed, SEED_BYTES), ensureLength(ciphertext, CIPHERTEXT_BYTES)),
  }
}

const mlKemInJavaScript: MlKem = {
  mlKem768PublicKey: async (seed) => ml_kem768.keygen(seed).publicKey,
  async encapsulateMlKem768(publicKey) {
    if (!isMlKem768PublicKey(publicKey)) return undefined
    const { sharedSecret: secret, cipherText: ciphertext } = ml_kem768.encapsulate(publicKey)
    return { secret, ciphertext }
  },
  async decapsulateMlKem768(seed, ciphertext) {
    const { secretKey } = ml_kem768.keygen(seed)
    try {
      return ml_kem768.decapsulate(ciphertext, secretKey)
    } finally {
      secretKey.fill(0)
    }
  },
}

const ML_KEM = 'ML-KEM-768'
const SEED_BYTES = 64
const CIPHERTEXT_BYTES = 1088

/** As much of the Web Cryptography of 2026 as the types do not know yet. */
type MlKemSubtle = {
  importKey(...key: ImportedKey): Promise<CryptoKey>
  exportKey(format: 'jwk', key: CryptoKey): Promise<{ readonly pub?: string }>
  encapsulateBits(
    algorithm: string,
    key: CryptoKey,
  ): Promise<{ readonly sharedKey: ArrayBuffer; readonly ciphertext: ArrayBuffer }>
  decapsulateBits(algorithm: string, key: CryptoKey, ciphertext: Uint8Array): Promise<ArrayBuffer>
}
type ImportedKey = readonly [
  format: 'raw-seed' | 'raw-public',
  bytes: Uint8Array,
  algorithm: string,
  extractable: boolean,
  usages: readonly string[],
]

function knowsKems(subtle: object): subtle is MlKemSubtle {
  return 'encapsulateBits' in subtle && 'decapsulateBits' in subtle
}

async function findNative(subtle: object): Promise<MlKem | undefined> {
  if (!knowsKems(subtle)) return undefined
  const native = nativeMlKem(subtle)
  try {
    const seed = new Uint8Array(SEED_BYTES)
    const sent = await native.encapsulateMlKem768(await native.mlKem768PublicKey(seed))
    if (sent === undefined) return undefined
    const secret = await native.decapsulateMlKem768(seed, sent.ciphertext)
    return secret.every((byte, i) => byte === sent.secret[i]) ? native : undefined
  } catch {
    return undefined
  }
}

function nativeMlKem(subtle: MlKemSubtle): MlKem {
  return {
    async mlKem768PublicKey(seed) {
      const key = await subtle.importKey('raw-seed', seed, ML_KEM, true, ['decapsulateBits'])
      const { pub } = await subtle.exportKey('jwk', key)
      if (pub === undefined) throw new TypeError('the platform exports no public key')
      return Uint8Array.fromBase64(pub, { alphabet: 'base64url' })
    },
    async encapsulateMlKem768(publicKey): Promise<MlKemSent | undefined> {
      const key = await subtle
        .importKey('raw-public', publicKey, ML_KEM, false, ['encapsulateBits'])
        .catch(() => undefined)
      if (key === undefined) return undefined
      const { sharedKey, ciphertext } = await subtle.encapsulateBits(ML_KEM, key)
      return { secret: new Uint8Array(sharedKey), ciphertext: new Uint8Array(ciphertext) }
    },
    async decapsulateMlKem768(seed, ciphertext) {
      const key = await subtle.importKey('raw-seed', seed, ML_KEM, false, ['decapsulateBits'])
      return new Uint8Array(await subtle.decapsulateBits(ML_KEM, key, ciphertext))
    },
  }
}

function ensureLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError('wrong length of a seed or ciphertext')
  return bytes
}
