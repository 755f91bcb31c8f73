import { compare, deviceId, keyOf, signRecord } from '@rushlight/protocol'
import type {
  Account,
  AccountPrivateKey,
  AccountPublicKey,
  AccountRecord,
  Crypto,
  DeviceEntry,
  RecordChain,
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

/** The account at these providers, in the order in which senders are to try them. */
export function changeProviders(
  crypto: Crypto,
  own: OwnAccount,
  providers: AccountRecord['providers'],
): Promise<NextRecord> {
  return nextRecord(crypto, own, { providers })
}

export type OwnAccount = { readonly account: Account; readonly accountKey: AccountPrivateKey }

async function nextRecord(
  crypto: Crypto,
  { account, accountKey }: OwnAccount,
  change: Partial<Pick<AccountRecord, 'devices' | 'accountKey' | 'providers' | 'name'>>,
): Promise<NextRecord> {
  const { salt, ...present } = account.record
  const record: AccountRecord = {
    ...present,
    ...change,
    account: account.id,
    number: account.head.number + 1,
    parent: account.head.hash,
  }
  const signed = await signRecord(crypto, { signer: 'account', key: accountKey }, record)
  return { chain: [...account.chain, signed], accountKey }
}

function sorted(devices: readonly DeviceEntry[]): readonly DeviceEntry[] {
  return devices.toSorted((a, b) => compare(deviceId.toBytes(a.id), deviceId.toBytes(b.id)))
}
