import { bytes, encodeWith, field, literal, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { equal } from '../bytes/bytes.ts'
import { verifyLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'

/**
 * The slot for an organisation's rules in a room. What the rules say is for the organisation's clients; that only the
 * organisation's key can set or change them is judged by every client (`spec/rooms.md` §7).
 */
export type SignedPolicy = {
  readonly format: 1
  readonly organisationKey: Uint8Array
  /** Only ever greater. */
  readonly version: number
  /** Deterministic CBOR, to be defined with organisations; empty lifts the policy. */
  readonly rules: Uint8Array
  readonly signature: Uint8Array
}

const ORGANISATION_KEY_BYTES = 32
const POLICY_BYTES_MAX = 16 * 1024

const shape = {
  format: field(0, literal(1)),
  organisationKey: field(1, bytes(ORGANISATION_KEY_BYTES)),
  version: field(2, uint()),
  rules: field(3, bytes({ max: POLICY_BYTES_MAX })),
}

export const signedPolicyCodec: Codec<SignedPolicy> = struct({ ...shape, signature: field(4, bytes(SIGNATURE_BYTES)) })
const unsignedPolicyCodec: Codec<Omit<SignedPolicy, 'signature'>> = struct(shape)

/** The bytes that the organisation's key signs, under the label `policy`. */
export function policyBytes({ format, organisationKey, version, rules }: Omit<SignedPolicy, 'signature'>): Uint8Array {
  return encodeWith(unsignedPolicyCodec, { format, organisationKey, version, rules })
}

/** May `after` stand where `before` stood? */
export async function isPolicySuccessor(
  crypto: Crypto,
  before: SignedPolicy | undefined,
  after: SignedPolicy | undefined,
): Promise<boolean> {
  if (before === undefined && after === undefined) return true
  if (after === undefined) return false
  if (before !== undefined) {
    if (!equal(before.organisationKey, after.organisationKey)) return false
    if (before.version === after.version)
      return equal(encodeWith(signedPolicyCodec, before), encodeWith(signedPolicyCodec, after))
    if (before.version > after.version) return false
  }
  return verifyPolicy(crypto, after)
}

export function verifyPolicy(crypto: Crypto, policy: SignedPolicy): Promise<boolean> {
  const signed = { publicKey: policy.organisationKey, signature: policy.signature }
  return verifyLabelled({ crypto, label: 'policy' }, signed, policyBytes(policy))
}
