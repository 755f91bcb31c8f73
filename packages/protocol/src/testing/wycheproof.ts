import { concat, equal } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hkdfSha256, hkdfSha512 } from '../crypto/hkdf.ts'

/**
 * The cases that Google's and C2SP's project Wycheproof collected of what goes wrong in cryptography (Apache-2.0), run
 * through an adapter of the `Crypto` port. `packages/protocol/test/wycheproof` holds them, one JSON object a line.
 */
const EXAMINERS: Readonly<Record<string, (crypto: Crypto, one: WycheproofCase) => Promise<boolean>>> = {
  ed25519: examineEd25519,
  x25519: examineX25519,
  aes_gcm: (crypto, one) => examineAead(one, aesGcm(crypto)),
  chacha20_poly1305: (crypto, one) => examineAead(one, chaCha20Poly1305(crypto)),
  hmac_sha256: (crypto, one) => examineMac(one, (key, data) => crypto.hmacSha256(key, data)),
  hmac_sha512: (crypto, one) => examineMac(one, (key, data) => crypto.hmacSha512(key, data)),
  hkdf_sha256: (crypto, one) => examineHkdf(one, hkdfSha256(crypto)),
  hkdf_sha512: (crypto, one) => examineHkdf(one, hkdfSha512(crypto)),
}

/** File by file, how many cases there are: all that fit the port's lengths. */
export const WYCHEPROOF_CASES: Readonly<Record<string, number>> = {
  ed25519: 151,
  x25519: 518,
  aes_gcm: 133,
  chacha20_poly1305: 316,
  hmac_sha256: 174,
  hmac_sha512: 174,
  hkdf_sha256: 83,
  hkdf_sha512: 80,
}

export type WycheproofResult = { readonly cases: number; /** Numbers of cases. */ readonly failures: readonly number[] }

/** `text`: a file of the folder above. */
export async function runWycheproof(crypto: Crypto, name: string, text: string): Promise<WycheproofResult> {
  const examine = EXAMINERS[name]
  if (examine === undefined) throw new RangeError('unknown file of cases')
  const failures: number[] = []
  let cases = 0
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const one = new WycheproofCase(JSON.parse(line))
    cases++
    if (!(await examine(crypto, one).catch(() => false))) failures.push(one.number('tcId'))
  }
  return { cases, failures }
}

class WycheproofCase {
  readonly #value: unknown

  constructor(value: unknown) {
    this.#value = value
  }

  get isValid(): boolean {
    return this.#field('result') === 'valid'
  }

  get isInvalid(): boolean {
    return this.#field('result') === 'invalid'
  }

  bytes(name: string): Uint8Array {
    const field = this.#field(name)
    if (typeof field !== 'string') throw new TypeError('not bytes')
    return Uint8Array.fromHex(field)
  }

  number(name: string): number {
    const field = this.#field(name)
    if (typeof field !== 'number') throw new TypeError('not a number')
    return field
  }

  #field(name: string): unknown {
    const value = this.#value
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  }
}

async function examineEd25519(crypto: Crypto, one: WycheproofCase): Promise<boolean> {
  const verified = await crypto.verifyEd25519(one.bytes('pk'), one.bytes('msg'), one.bytes('sig'))
  return verified === one.isValid
}

/** What is acceptable may be refused, where the result is nothing that the other has contributed to. */
async function examineX25519(crypto: Crypto, one: WycheproofCase): Promise<boolean> {
  const [shared, expected] = [await crypto.x25519(one.bytes('private'), one.bytes('public')), one.bytes('shared')]
  if (shared === undefined) return !one.isValid && expected.every((byte) => byte === 0)
  return equal(shared, expected)
}

type Aead = { readonly seal: Crypto['sealAesGcm']; readonly open: Crypto['openAesGcm'] }

function aesGcm(crypto: Crypto): Aead {
  return {
    seal: (key, nonce, message) => crypto.sealAesGcm(key, nonce, message),
    open: (key, nonce, message) => crypto.openAesGcm(key, nonce, message),
  }
}

function chaCha20Poly1305(crypto: Crypto): Aead {
  return {
    seal: (key, nonce, message) => crypto.sealChaCha20Poly1305(key, nonce, message),
    open: (key, nonce, message) => crypto.openChaCha20Poly1305(key, nonce, message),
  }
}

async function examineAead(one: WycheproofCase, { seal, open }: Aead): Promise<boolean> {
  const [key, nonce, associated, data] = [one.bytes('key'), one.bytes('iv'), one.bytes('aad'), one.bytes('msg')]
  const sealed = concat(one.bytes('ct'), one.bytes('tag'))
  const opened = await open(key, nonce, { data: sealed, associated })
  if (one.isInvalid) return opened === undefined
  return opened !== undefined && equal(opened, data) && equal(await seal(key, nonce, { data, associated }), sealed)
}

async function examineMac(one: WycheproofCase, mac: Crypto['hmacSha256']): Promise<boolean> {
  const made = mac(one.bytes('key'), one.bytes('msg')).subarray(0, one.number('tagSize') / 8)
  return equal(made, one.bytes('tag')) === one.isValid
}

async function examineHkdf(one: WycheproofCase, kdf: ReturnType<typeof hkdfSha256>): Promise<boolean> {
  const expand = (): Uint8Array =>
    kdf.expand(kdf.extract(one.bytes('salt'), one.bytes('ikm')), one.bytes('info'), one.number('size'))
  try {
    return equal(expand(), one.bytes('okm')) === one.isValid
  } catch (error) {
    return one.isInvalid && error instanceof RangeError
  }
}
