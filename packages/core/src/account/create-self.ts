import { deviceId, keyOf, KEY_BYTES, signRecord } from '@rushlight/protocol'
import type {
  AccountName,
  AccountPrivateKey,
  AccountPublicKey,
  AccountRecord,
  Crypto,
  DeviceEntry,
  DevicePrivateKey,
  DevicePublicKey,
  LetterPrivateKey,
  Provider,
  RecoveryPrivateKey,
  RecoveryPublicKey,
} from '@rushlight/protocol'
import { homesOfRecord } from '../home/home-row.ts'
import { createBackupKey } from './backup-key.ts'
import type { Registration, SelfRow } from './self-row.ts'

export type NewAccount = {
  readonly name: AccountName
  readonly provider: Provider
  /** What the password gives: key of its door to the backup. */
  readonly passwordKey: Uint8Array
  /** UTC ms. */
  readonly madeAt: number
  readonly registration: Registration
}

const SALT_BYTES = 16
const TOMBSTONE_KEY_BYTES = 32

/** A new account with this as its one device: keys and genesis record, known to nobody yet. */
export async function createSelf(crypto: Crypto, account: NewAccount): Promise<SelfRow> {
  const accountKey = newKey<AccountPrivateKey>(crypto)
  const recoveryKey = newKey<RecoveryPrivateKey>(crypto)
  const own = await createDevice(crypto)
  const genesis: AccountRecord = {
    format: 1,
    generation: 0,
    number: 0,
    kind: 'person',
    accountKey: keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(accountKey)),
    recoveryKey: keyOf<RecoveryPublicKey>(await crypto.ed25519PublicKey(recoveryKey)),
    devices: [own.entry],
    providers: [account.provider],
    name: account.name,
    salt: crypto.randomBytes(SALT_BYTES),
  }
  const signed = await signRecord(crypto, { signer: 'account', key: accountKey }, genesis)
  const { name, registration, passwordKey, madeAt } = account
  return {
    ...deviceRow(crypto, own),
    name,
    registration,
    ...(await createBackupKey(crypto, { passwordKey, recoveryKey, madeAt })),
    homes: homesOfRecord(genesis, []),
    stage: 'signingUp',
    chain: [signed],
    accountKey,
    spareKeys: [],
    recoveryKey,
  }
}

export type OwnDevice = {
  readonly entry: DeviceEntry
  readonly deviceKey: DevicePrivateKey
  readonly letterKey: LetterPrivateKey
}

export async function createDevice(crypto: Crypto): Promise<OwnDevice> {
  const deviceKey = newKey<DevicePrivateKey>(crypto)
  const id = deviceId.fromBytes(crypto.randomBytes(deviceId.lengthBytes))
  const key = keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(deviceKey))
  return { entry: { id, key }, deviceKey, letterKey: newKey<LetterPrivateKey>(crypto) }
}

/** The part of the row that belongs to the device, whatever the account. */
export function deviceRow(
  crypto: Crypto,
  own: OwnDevice,
): Pick<SelfRow, 'format' | 'device' | 'deviceKey' | 'letterKey' | 'tombstoneKey'> {
  return {
    format: 1,
    device: own.entry.id,
    deviceKey: own.deviceKey,
    letterKey: own.letterKey,
    tombstoneKey: crypto.randomBytes(TOMBSTONE_KEY_BYTES),
  }
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the role
export function newKey<K extends Uint8Array>(crypto: Crypto): K {
  return keyOf<K>(crypto.randomBytes(KEY_BYTES))
}
