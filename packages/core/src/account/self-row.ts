import {
  ACCOUNT_KEYS_MAX,
  accountNameCodec,
  addressId,
  bool,
  bootId,
  bytes,
  deviceId,
  field,
  incarnation,
  keyCodec,
  list,
  literal,
  oneOf,
  optional,
  providerCodec,
  queueId,
  recordChainCodec,
  recordHash,
  struct,
  text,
  uint,
  utf8,
} from '@rushlight/protocol'
import type {
  AccountName,
  AccountPrivateKey,
  AddressId,
  BootId,
  Codec,
  DeviceId,
  DevicePrivateKey,
  Incarnation,
  LetterPrivateKey,
  Provider,
  QueueId,
  RecordChain,
  RecordHash,
  RecoveryPrivateKey,
} from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** Who this device is: the one row without which the vault is empty. */
export type SelfRow = {
  readonly format: 1
  readonly stage: SelfStage
  readonly name: AccountName
  readonly provider: Provider
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
  readonly backupVersion: number
  /** Something in it changed since it was put. */
  readonly backupDirty: boolean
  /** What the account's sign-up still has to hand over. */
  readonly registration?: Registration
  readonly queue?: OwnQueue
  /** Of the address in the published letterbox. */
  readonly letterbox?: OwnAddress
  /** The record under which the provider last took letterbox and KeyPackages of this device. */
  readonly published?: RecordHash
  readonly incarnation?: Incarnation
  readonly boot?: BootId
  /** How often the provider was given back what it had lost, and when last (R29). */
  readonly rebuilt?: Rebuilt
  /** 32 random bytes: ids of erased messages are remembered only as HMACs under it (R28). */
  readonly tombstoneKey: Uint8Array
}

/** `signingUp`: the provider may not know us yet. `signingOut`: nothing is begun any more, the vault goes when it is done. */
type SelfStage = 'signingUp' | 'active' | 'signingOut'

export type Registration = { readonly passwordRecord: Uint8Array; readonly invitation?: string }

export type Rebuilt = {
  readonly count: number
  /** UTC ms. */
  readonly at: number
}

type OwnQueue = { readonly id: QueueId; readonly secret: Uint8Array }

/** An address as its device knows it. */
export type OwnAddress = { readonly id: AddressId; readonly pointer: Uint8Array; readonly itemKey: Uint8Array }

const SECRET_BYTES = 32
const PASSWORD_RECORD_BYTES_MAX = 1024
const POINTER_BYTES_MAX = 128
const INVITATION_BYTES_MAX = 64

export const ownAddressCodec: Codec<OwnAddress> = struct({
  id: field(0, addressId.codec),
  pointer: field(1, bytes({ max: POINTER_BYTES_MAX })),
  itemKey: field(2, bytes(SECRET_BYTES)),
})

const registrationCodec: Codec<Registration> = struct({
  passwordRecord: field(0, bytes({ max: PASSWORD_RECORD_BYTES_MAX })),
  invitation: optional(1, text(INVITATION_BYTES_MAX)),
})

const queueCodec: Codec<OwnQueue> = struct({ id: field(0, queueId.codec), secret: field(1, bytes(SECRET_BYTES)) })

const selfCodec: Codec<SelfRow> = struct({
  format: field(0, literal(1)),
  stage: field(1, oneOf(['signingUp', 'active', 'signingOut'])),
  name: field(2, accountNameCodec),
  provider: field(3, providerCodec),
  chain: field(4, recordChainCodec),
  accountKey: field(5, keyCodec<AccountPrivateKey>()),
  recoveryKey: optional(6, keyCodec<RecoveryPrivateKey>()),
  device: field(7, deviceId.codec),
  deviceKey: field(8, keyCodec<DevicePrivateKey>()),
  letterKey: field(9, keyCodec<LetterPrivateKey>()),
  backupKey: field(10, bytes(SECRET_BYTES)),
  backupVersion: field(11, uint()),
  backupDirty: field(12, bool),
  registration: optional(13, registrationCodec),
  queue: optional(14, queueCodec),
  letterbox: optional(15, ownAddressCodec),
  incarnation: optional(16, incarnation.codec),
  boot: optional(17, bootId.codec),
  tombstoneKey: field(18, bytes(SECRET_BYTES)),
  spareKeys: field(19, list(keyCodec<AccountPrivateKey>(), ACCOUNT_KEYS_MAX)),
  published: optional(20, recordHash.codec),
  rebuilt: optional(21, struct({ count: field(0, uint()), at: field(1, uint()) })),
})

export const selfTable: Table<'self', SelfRow> = { name: 'self', key: (key) => utf8(key), codec: selfCodec }
