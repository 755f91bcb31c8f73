import { aes256Gcm, chaCha20Poly1305, createHpke, hkdfSha512, xWing } from '@rushlight/protocol'
import type { Crypto, Hpke } from '@rushlight/protocol'
import { ciphersuites } from '../wire/ts-mls.ts'
import type { CiphersuiteName } from '../wire/ts-mls.ts'

/**
 * An MLS cipher suite (RFC 9420 §17.1) over the crypto port. A suite is a row of data: what differs between suites is
 * in this table and nowhere else. 0xF00D is a number of private use, as long as IANA has assigned none to X-Wing.
 */
export type SuiteId = 0x0001 | 0x0003 | 0xf00d

export type Suite = {
  readonly id: SuiteId
  readonly name: CiphersuiteName
  readonly crypto: Crypto
  readonly hpke: Hpke
  readonly hashBytes: number
  readonly signaturePublicKeyBytes: number
  readonly signatureBytes: number
  hash(data: Uint8Array): Uint8Array
  mac(key: Uint8Array, data: Uint8Array): Uint8Array
}

type Row = {
  readonly id: SuiteId
  readonly name: CiphersuiteName
  readonly hash: 'sha256' | 'sha512'
  readonly createHpke: (crypto: Crypto) => Hpke
}

const SUITES: readonly Row[] = [
  { id: 0x0001, name: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519', hash: 'sha256', createHpke },
  {
    id: 0x0003,
    name: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
    hash: 'sha256',
    createHpke: (crypto) => ({ ...createHpke(crypto), aead: chaCha20Poly1305(crypto) }),
  },
  {
    id: 0xf00d,
    name: 'MLS_256_XWING_AES256GCM_SHA512_Ed25519',
    hash: 'sha512',
    createHpke: (crypto) => ({ kem: xWing(crypto), kdf: hkdfSha512(crypto), aead: aes256Gcm(crypto) }),
  },
]

/** `undefined` for a suite that this program does not speak. */
export function suiteOf(crypto: Crypto, id: number): Suite | undefined {
  const row = SUITES.find((suite) => suite.id === id)
  return row === undefined ? undefined : createSuite(crypto, row)
}

export function suiteNamed(crypto: Crypto, name: CiphersuiteName): Suite | undefined {
  return suiteOf(crypto, ciphersuites[name])
}

/** All our suites sign with Ed25519. */
function createSuite(crypto: Crypto, { id, name, hash, createHpke }: Row): Suite {
  const signature = { signaturePublicKeyBytes: 32, signatureBytes: 64 }
  const base = { id, name, crypto, hpke: createHpke(crypto), ...signature }
  return hash === 'sha256'
    ? { ...base, hashBytes: 32, hash: (data) => crypto.sha256(data), mac: (key, data) => crypto.hmacSha256(key, data) }
    : { ...base, hashBytes: 64, hash: (data) => crypto.sha512(data), mac: (key, data) => crypto.hmacSha512(key, data) }
}
