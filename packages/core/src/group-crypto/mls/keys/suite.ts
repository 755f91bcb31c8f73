import { chaCha20Poly1305, createHpke } from '@rushlight/protocol'
import type { Crypto, Hpke } from '@rushlight/protocol'
import { ciphersuites } from '../wire/ts-mls.ts'
import type { CiphersuiteName } from '../wire/ts-mls.ts'

/**
 * An MLS cipher suite (RFC 9420 §17.1) over the crypto port. A suite is a row of data: what differs between suites is
 * in this table and nowhere else. X-Wing (0xF00D, private use) joins as a row when the port has SHA-512 and ML-KEM.
 */
export type SuiteId = 0x0001 | 0x0003

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

type Row = { readonly id: SuiteId; readonly name: CiphersuiteName; readonly createHpke: (crypto: Crypto) => Hpke }

const SUITES: readonly Row[] = [
  { id: 0x0001, name: 'MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519', createHpke },
  {
    id: 0x0003,
    name: 'MLS_128_DHKEMX25519_CHACHA20POLY1305_SHA256_Ed25519',
    createHpke: (crypto) => ({ ...createHpke(crypto), aead: chaCha20Poly1305(crypto) }),
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

/** All our suites use SHA-256 and Ed25519. */
function createSuite(crypto: Crypto, { id, name, createHpke }: Row): Suite {
  return {
    id,
    name,
    crypto,
    hpke: createHpke(crypto),
    hashBytes: 32,
    signaturePublicKeyBytes: 32,
    signatureBytes: 64,
    hash: (data) => crypto.sha256(data),
    mac: (key, data) => crypto.hmacSha256(key, data),
  }
}
