import {
  ACCOUNT_KEYS_MAX,
  accountNameCodec,
  backupDoorsCodec,
  bytes,
  deviceId,
  field,
  keyCodec,
  list,
  literal,
  oneOf,
  optional,
  recordChainCodec,
  struct,
  text,
  TOMBSTONE_KEYS_MAX,
  utf8,
} from '@rushlight/protocol'
import type {
  AccountName,
  AccountPrivateKey,
  BackupDoors,
  Codec,
  DeviceId,
  DevicePrivateKey,
  LetterPrivateKey,
  RecordChain,
  RecoveryPrivateKey,
} from '@rushlight/protocol'
import { HOMES_MAX, homeRowCodec, INVITATION_BYTES_MAX } from '../home/home-row.ts'
import type { HomeRow } from '../home/home-row.ts'
import type { Table } from '../vault/table.ts'

/** Who this device is: the one row without which the vault is empty. */
export type SelfRow = {
  readonly format: 1
  readonly stage: SelfStage
  readonly name: AccountName
  readonly chain: RecordChain
  readonly accountKey: AccountPrivateKey
  /** Other keys that the account may have, or come to have: another device made them (`key-ring.ts`). */
  readonly spareKeys: readonly AccountPrivateKey[]
  /** Until its owner has written the recovery phrase down. */
  readonly recoveryKey?: RecoveryPrivateKey
  readonly device: DeviceId
  readonly deviceKey: DevicePrivateKey
  readonly letterKey: LetterPrivateKey
  /** For the sealed backup. */
  readonly backupKey: Uint8Array
  /** The ways to that key which lie in front of it; absent in the vault of an older program (`backup-key.ts`). */
  readonly doors?: BackupDoors
  /** What the account's sign-up, or its coming back by phrase, still has to hand over to its first provider. */
  readonly registration?: Registration
  /** What this device has at the account's providers, in the order of its record; at least one, at most HOMES_MAX. */
  readonly homes: readonly HomeRow[]
  /** 32 random bytes: ids of erased messages are remembered only as HMACs under it (R28). */
  readonly tombstoneKey: Uint8Array
  /** Those of devices whose history this one has taken over: their tombstones lie here under their own names. */
  readonly otherTombstoneKeys?: readonly Uint8Array[]
}

/** `signingUp`: the provider may not know us yet. `signingOut`: nothing is begun any more, the vault goes when it is done. */
type SelfStage = 'signingUp' | 'active' | 'signingOut'

export type Registration = { readonly passwordRecord: Uint8Array; readonly invitation?: string }

const SECRET_BYTES = 32
const PASSWORD_RECORD_BYTES_MAX = 1024

const registrationCodec: Codec<Registration> = struct({
  passwordRecord: field(0, bytes({ max: PASSWORD_RECORD_BYTES_MAX })),
  invitation: optional(1, text(INVITATION_BYTES_MAX)),
})

const selfCodec: Codec<SelfRow> = struct({
  format: field(0, literal(1)),
  stage: field(1, oneOf(['signingUp', 'active', 'signingOut'])),
  name: field(2, accountNameCodec),
  homes: field(3, list(homeRowCodec, HOMES_MAX)),
  chain: field(4, recordChainCodec),
  accountKey: field(5, keyCodec<AccountPrivateKey>()),
  recoveryKey: optional(6, keyCodec<RecoveryPrivateKey>()),
  device: field(7, deviceId.codec),
  deviceKey: field(8, keyCodec<DevicePrivateKey>()),
  letterKey: field(9, keyCodec<LetterPrivateKey>()),
  backupKey: field(10, bytes(SECRET_BYTES)),
  registration: optional(11, registrationCodec),
  tombstoneKey: field(12, bytes(SECRET_BYTES)),
  otherTombstoneKeys: optional(14, list(bytes(SECRET_BYTES), TOMBSTONE_KEYS_MAX)),
  spareKeys: field(13, list(keyCodec<AccountPrivateKey>(), ACCOUNT_KEYS_MAX)),
  doors: optional(15, backupDoorsCodec),
})

export const selfTable: Table<'self', SelfRow> = { name: 'self', key: (key) => utf8(key), codec: selfCodec }
