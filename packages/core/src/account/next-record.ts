import { compare, deviceId, keyOf, PROVIDERS_PER_ACCOUNT_MAX, signRecord } from '@rushlight/protocol'
import type {
  Account,
  AccountPrivateKey,
  AccountPublicKey,
  AccountRecord,
  Crypto,
  DeviceEntry,
  Provider,
  RecordChain,
  RecoveryPrivateKey,
} from '@rushlight/protocol'
import { newKey } from './create-self.ts'

export type NextRecord = { readonly chain: RecordChain; readonly accountKey: AccountPrivateKey }

/** The account with one more device. */
export function addDevice(crypto: Crypto, own: OwnAccount, device: DeviceEntry): Promise<NextRecord> {
  const others = own.account.record.devices.filter(({ id }) => id !== device.id)
  return nextRecord(crypto, own, { devices: sorted([...others, device]) })
}

/** The account without a device, and with a new account key, since the device knows the old one (R35). */
export async function removeDevice(crypto: Crypto, own: OwnAccount, device: DeviceEntry['id']): Promise<NextRecord> {
  const accountKey = newKey<AccountPrivateKey>(crypto)
  const devices = own.account.record.devices.filter(({ id }) => id !== device)
  const publicKey = keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(accountKey))
  const { chain } = await nextRecord(crypto, own, { devices, accountKey: publicKey })
  return { chain, accountKey }
}

/**
 * The account as whoever has its recovery phrase takes it back (R35): with another account key and this one device, and first
 * at the provider where that is done.
 */
export async function recoverAccount(
  crypto: Crypto,
  { account, recoveryKey }: { readonly account: Account; readonly recoveryKey: RecoveryPrivateKey },
  { device, provider }: { readonly device: DeviceEntry; readonly provider: Provider },
): Promise<NextRecord> {
  const accountKey = newKey<AccountPrivateKey>(crypto)
  const others = account.record.providers.filter(({ name }) => name !== provider.name)
  const record = {
    ...followingRecord(account),
    generation: account.head.generation + 1,
    accountKey: keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(accountKey)),
    devices: [device],
    providers: [provider, ...others].slice(0, PROVIDERS_PER_ACCOUNT_MAX),
  }
  const signed = await signRecord(crypto, { signer: 'recovery', key: recoveryKey }, record)
  return { chain: [...account.chain, signed], accountKey }
}

/** The account at these providers, in the order in which senders are to try them. */
export function changeProviders(
  crypto: Crypto,
  own: OwnAccount,
  providers: AccountRecord['providers'],
): Promise<NextRecord> {
  return nextRecord(crypto, own, { providers })
}

export type OwnAccount = {
  readonly account: Account
  readonly accountKey: AccountPrivateKey
  /** The device that makes the record. */
  readonly by: DeviceEntry['id']
}

async function nextRecord(
  crypto: Crypto,
  { account, accountKey, by }: OwnAccount,
  change: Partial<Pick<AccountRecord, 'devices' | 'accountKey' | 'providers' | 'name'>>,
): Promise<NextRecord> {
  const record = { ...followingRecord(account), ...change, by }
  const signed = await signRecord(crypto, { signer: 'account', key: accountKey }, record)
  return { chain: [...account.chain, signed], accountKey }
}

function followingRecord({ id, head, record }: Account): AccountRecord {
  const { salt, by, ...present } = record
  return { ...present, account: id, number: head.number + 1, parent: head.hash }
}

function sorted(devices: readonly DeviceEntry[]): readonly DeviceEntry[] {
  return devices.toSorted((a, b) => compare(deviceId.toBytes(a.id), deviceId.toBytes(b.id)))
}
