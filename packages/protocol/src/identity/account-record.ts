import {
  bytes,
  encodeWith,
  field,
  list,
  literal,
  oneOf,
  optional,
  parseExactlyWith,
  struct,
  uint,
} from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { signLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { accountId, deviceId, recordHash } from '../ids/ids.ts'
import type { AccountId, DeviceId, RecordHash } from '../ids/ids.ts'
import { keyCodec, SIGNATURE_BYTES } from '../ids/keys.ts'
import type {
  AccountPrivateKey,
  AccountPublicKey,
  DevicePublicKey,
  RecoveryPrivateKey,
  RecoveryPublicKey,
} from '../ids/keys.ts'
import { ACCOUNT_RECORD_BYTES_MAX, DEVICES_PER_ACCOUNT_MAX, PROVIDERS_PER_ACCOUNT_MAX } from '../limits.ts'
import { accountNameCodec } from './account-name.ts'
import type { AccountName } from './account-name.ts'
import { providerCodec } from './provider.ts'
import type { Provider } from './provider.ts'

/** What an account says of itself, one version of it (`spec/identity.md` §2). */
export type AccountRecord = {
  readonly format: 1
  /** Absent in the genesis record, whose hash it is. */
  readonly account?: AccountId
  /** Raised by the recovery key only (R35). */
  readonly generation: number
  /** One more than the parent's. */
  readonly number: number
  /** Absent in the genesis record. */
  readonly parent?: RecordHash
  readonly kind: AccountKind
  readonly accountKey: AccountPublicKey
  readonly recoveryKey: RecoveryPublicKey
  /** In the order of their ids. None is left when the last one signed out. */
  readonly devices: readonly DeviceEntry[]
  /** In the order in which senders try them. */
  readonly providers: readonly Provider[]
  /** At the first provider. */
  readonly name: AccountName
  /** 16 random bytes in the genesis record, so that no two accounts share an id. */
  readonly salt?: Uint8Array
  /** Which device made it, as it says itself; absent in the genesis, and where the recovery key signed (R35). */
  readonly by?: DeviceId
}

export type AccountKind = 'person' | 'bot' | 'archive'

export type DeviceEntry = { readonly id: DeviceId; readonly key: DevicePublicKey }

/** The bytes that were signed, and by which of the account's keys. */
export type SignedRecord = {
  readonly record: Uint8Array
  readonly signer: RecordSigner
  readonly signature: Uint8Array
}

export type RecordSigner = 'account' | 'recovery'

const SALT_BYTES = 16

const deviceCodec: Codec<DeviceEntry> = struct({
  id: field(0, deviceId.codec),
  key: field(1, keyCodec<DevicePublicKey>()),
})

export const accountRecordCodec: Codec<AccountRecord> = struct({
  format: field(0, literal(1)),
  account: optional(1, accountId.codec),
  generation: field(2, uint()),
  number: field(3, uint()),
  parent: optional(4, recordHash.codec),
  kind: field(5, oneOf(['person', 'bot', 'archive'])),
  accountKey: field(6, keyCodec<AccountPublicKey>()),
  recoveryKey: field(7, keyCodec<RecoveryPublicKey>()),
  devices: field(8, list(deviceCodec, DEVICES_PER_ACCOUNT_MAX)),
  providers: field(9, list(providerCodec, PROVIDERS_PER_ACCOUNT_MAX)),
  name: field(10, accountNameCodec),
  salt: optional(11, bytes(SALT_BYTES)),
  by: optional(12, deviceId.codec),
})

export const signedRecordCodec: Codec<SignedRecord> = struct({
  record: field(0, bytes({ max: ACCOUNT_RECORD_BYTES_MAX })),
  signer: field(1, oneOf(['account', 'recovery'])),
  signature: field(2, bytes(SIGNATURE_BYTES)),
})

/** The record inside, or `undefined` unless the bytes are its one deterministic encoding. */
export function parseRecord(signed: SignedRecord): AccountRecord | undefined {
  return parseExactlyWith(accountRecordCodec, signed.record)
}

export async function signRecord(
  crypto: Crypto,
  key:
    | { readonly signer: 'account'; readonly key: AccountPrivateKey }
    | { readonly signer: 'recovery'; readonly key: RecoveryPrivateKey },
  record: AccountRecord,
): Promise<SignedRecord> {
  const encoded = encodeWith(accountRecordCodec, record)
  const signature = await signLabelled({ crypto, label: 'account record' }, key.key, encoded)
  return { record: encoded, signer: key.signer, signature }
}
