import { concat } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, literal, parseExactlyWith, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { accountId, deviceId } from '../ids/ids.ts'
import type { AccountId, DeviceId } from '../ids/ids.ts'
import { SIGNATURE_BYTES } from '../ids/keys.ts'
import type { AccountPrivateKey, LeafPublicKey } from '../ids/keys.ts'
import { deviceOf, recordHeadCodec } from './record-chain.ts'
import type { Account, RecordHead } from './record-chain.ts'

/**
 * The identity inside a leaf's `basic` MLS credential: exactly this shape, everything else is refused (F38). It says
 * which device of which account the leaf is, and the account key vouches for the leaf's own signature key.
 */
export type Credential = {
  readonly format: 1
  readonly account: AccountId
  /** The record under whose account key the binding was made. */
  readonly head: RecordHead
  readonly device: DeviceId
  /** Signature by the account key over all of the above and the leaf's signature key. */
  readonly binding: Uint8Array
}

const credentialCodec: Codec<Credential> = struct({
  format: field(0, literal(1)),
  account: field(1, accountId.codec),
  head: field(2, recordHeadCodec),
  device: field(3, deviceId.codec),
  binding: field(4, bytes(SIGNATURE_BYTES)),
})

const boundCodec: Codec<Omit<Credential, 'binding'>> = struct({
  format: field(0, literal(1)),
  account: field(1, accountId.codec),
  head: field(2, recordHeadCodec),
  device: field(3, deviceId.codec),
})

export function encodeCredential(credential: Credential): Uint8Array {
  return encodeWith(credentialCodec, credential)
}

export function parseCredential(identity: Uint8Array): Credential | undefined {
  return parseExactlyWith(credentialCodec, identity)
}

export type BindingRequest = {
  readonly account: Account
  readonly device: DeviceId
  readonly leafKey: LeafPublicKey
}

export async function bindLeaf(crypto: Crypto, key: AccountPrivateKey, request: BindingRequest): Promise<Credential> {
  const { account, device, leafKey } = request
  const bound = { format: 1, account: account.id, head: account.head, device } as const
  return { ...bound, binding: await signLabelled({ crypto, label: 'leaf binding' }, key, boundBytes(bound, leafKey)) }
}

/** True if the named record is in the chain, lists the device, and its account key vouches for this leaf key. */
export async function verifyCredential(
  crypto: Crypto,
  account: Account,
  leaf: { readonly credential: Credential; readonly leafKey: Uint8Array },
): Promise<boolean> {
  const { credential, leafKey } = leaf
  const named = account.records.find(({ hash }) => hash === credential.head.hash)
  if (credential.account !== account.id || named === undefined) return false
  if (deviceOf(named.record, credential.device) === undefined) return false
  const signed = { publicKey: named.record.accountKey, signature: credential.binding }
  return verifyLabelled({ crypto, label: 'leaf binding' }, signed, boundBytes(credential, leafKey))
}

function boundBytes(bound: Omit<Credential, 'binding'>, leafKey: Uint8Array): Uint8Array {
  const { format, account, head, device } = bound
  return concat(encodeWith(boundCodec, { format, account, head, device }), leafKey)
}
