import { openHpke, sealHpke, exportHpkeSecret, importHpkeSecret, EMPTY, equalSecrets } from '@rushlight/protocol'
import type { CiphersuiteImpl } from '#ts-mls/crypto/ciphersuite.js'
import type { Hpke as LibraryHpke, PrivateKey, PublicKey } from '#ts-mls/crypto/hpke.js'
import type { Suite } from '../../group-crypto/mls/keys/suite.ts'

/** Our crypto in the form that ts-mls asks for, so that the library can stand beside our own modules as their twin. */
export function librarySuite(suite: Suite): CiphersuiteImpl {
  const { crypto, name } = suite
  return {
    name,
    hash: {
      digest: async (data) => suite.hash(data),
      mac: async (key, data) => suite.mac(key, data),
      verifyMac: async (key, mac, data) => equalSecrets(mac, suite.mac(key, data)),
    },
    kdf: {
      size: suite.hashBytes,
      extract: async (salt, material) => suite.hpke.kdf.extract(salt, material),
      expand: async (key, info, length) => suite.hpke.kdf.expand(key, info, length),
    },
    signature: {
      sign: (key, message) => crypto.signEd25519(key, message),
      verify: (key, message, signature) => crypto.verifyEd25519(key, message, signature),
      keygen: async () => {
        const signKey = crypto.randomBytes(32)
        return { signKey, publicKey: await crypto.ed25519PublicKey(signKey) }
      },
    },
    rng: { randomBytes: (length) => crypto.randomBytes(length) },
    hpke: libraryHpke(suite),
  }
}

function libraryHpke({ hpke }: Suite): LibraryHpke {
  const { aead, kem } = hpke
  const pair = async (key: PrivateKey): Promise<{ privateKey: Uint8Array; publicKey: Uint8Array }> => {
    const privateKey = rawOf(key)
    return { privateKey, publicKey: await kem.publicKeyOf(privateKey) }
  }
  return {
    keyLength: aead.keyBytes,
    nonceLength: aead.nonceBytes,
    // The library's interface has four and more parameters.
    /* oxlint-disable max-params */
    async seal(publicKey, data, info, associated = EMPTY) {
      const sealed = orThrow(await sealHpke(hpke, rawOf(publicKey), { info, associated, data }))
      return { enc: sealed.encapsulated, ct: sealed.ciphertext }
    },
    async open(privateKey, encapsulated, ciphertext, info, associated = EMPTY) {
      return orThrow(await openHpke(hpke, await pair(privateKey), { encapsulated, ciphertext, info, associated }))
    },
    async exportSecret(publicKey, context, length, info) {
      const exported = orThrow(await exportHpkeSecret(hpke, rawOf(publicKey), { info, context, length }))
      return { enc: exported.encapsulated, secret: exported.secret }
    },
    async importSecret(privateKey, context, encapsulated, length, info) {
      return orThrow(await importHpkeSecret(hpke, await pair(privateKey), { info, context, length, encapsulated }))
    },
    encryptAead: (key, nonce, associated, data) => aead.seal(key, nonce, { data, associated: associated ?? EMPTY }),
    async decryptAead(key, nonce, associated, data) {
      return orThrow(await aead.open(key, nonce, { data, associated: associated ?? EMPTY }))
    },
    /* oxlint-enable max-params */
    importPrivateKey: async (raw) => privateHandle(raw),
    importPublicKey: async (raw) => publicHandle(raw),
    exportPublicKey: async (key) => rawOf(key),
    exportPrivateKey: async (key) => rawOf(key),
    deriveKeyPair: async (material) => handles(await kem.deriveKeyPair(material)),
    generateKeyPair: async () => handles(await kem.generateKeyPair()),
  }
}

/** The library passes keys as handles of the platform; ours stand for bytes that only this module can look up. */
const raws = new WeakMap<object, Uint8Array>()

function privateHandle(raw: Uint8Array): PrivateKey {
  const handle: PrivateKey = { type: 'private' }
  raws.set(handle, raw)
  return handle
}

function publicHandle(raw: Uint8Array): PublicKey {
  const handle: PublicKey = { type: 'public' }
  raws.set(handle, raw)
  return handle
}

function handles(pair: { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array }): {
  privateKey: PrivateKey
  publicKey: PublicKey
} {
  return { privateKey: privateHandle(pair.privateKey), publicKey: publicHandle(pair.publicKey) }
}

function rawOf(handle: object): Uint8Array {
  return orThrow(raws.get(handle))
}

function orThrow<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('cryptography failed')
  return value
}
