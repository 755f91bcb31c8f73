import { bytes, encodeWith, field, literal, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { accountId } from '../ids/ids.ts'
import type { AccountId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { ProviderPrivateKey, ProviderPublicKey } from '../ids/keys.ts'
import { accountNameCodec } from './account-name.ts'
import type { AccountName } from './account-name.ts'

/**
 * A provider's word that an account is one of its people, and under which name (R31, `spec/identity.md` §8). A provider that
 * lost its data and has its key again believes it: the name is the account's at once, and it comes in where nobody may
 * sign up. To everybody else it says nothing about who that is.
 */
export type NameCertificate = {
  readonly format: 1
  readonly account: AccountId
  readonly name: AccountName
  /** UTC ms. Of two for one name the earlier counts. */
  readonly issuedAt: number
  readonly signature: Uint8Array
}

const shape = {
  format: field(0, literal(1)),
  account: field(1, accountId.codec),
  name: field(2, accountNameCodec),
  issuedAt: field(3, uint()),
}

export const nameCertificateCodec: Codec<NameCertificate> = struct({
  ...shape,
  signature: field(4, bytes(SIGNATURE_BYTES)),
})
const unsignedCodec: Codec<Omit<NameCertificate, 'signature'>> = struct(shape)

export async function signNameCertificate(
  crypto: Crypto,
  key: ProviderPrivateKey,
  said: Omit<NameCertificate, 'signature'>,
): Promise<NameCertificate> {
  const signature = await signLabelled({ crypto, label: 'name certificate' }, key, encodeWith(unsignedCodec, said))
  return { ...said, signature }
}

export function verifyNameCertificate(crypto: Crypto, key: ProviderPublicKey, said: NameCertificate): Promise<boolean> {
  const { signature, ...unsigned } = said
  const signed = encodeWith(unsignedCodec, unsigned)
  return verifyLabelled({ crypto, label: 'name certificate' }, { publicKey: key, signature }, signed)
}
