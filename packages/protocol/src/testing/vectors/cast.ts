import type { Crypto } from '../../crypto/crypto.ts'
import { deviceId, addressId, queueId } from '../../ids/ids.ts'
import type { DeviceId } from '../../ids/ids.ts'
import { keyOf } from '../../ids/keys.ts'
import type {
  AccountPrivateKey,
  AccountPublicKey,
  DevicePrivateKey,
  DevicePublicKey,
  ProviderPublicKey,
  ProviderSealingPublicKey,
  RecoveryPrivateKey,
  RecoveryPublicKey,
} from '../../ids/keys.ts'
import { parseAccountName } from '../../identity/account-name.ts'
import type { AccountName } from '../../identity/account-name.ts'
import { signRecord } from '../../identity/account-record.ts'
import type { AccountKind, AccountRecord } from '../../identity/account-record.ts'
import { parseProviderName } from '../../identity/provider.ts'
import type { Provider, ProviderName } from '../../identity/provider.ts'
import { verifyRecordChain } from '../../identity/record-chain.ts'
import type { Account, RecordChain } from '../../identity/record-chain.ts'
import { POINTER_INFO, pointerCodec } from '../../log/address.ts'
import type { Address } from '../../log/address.ts'
import { encodeWith } from '../../bytes/codec.ts'
import { sealBox } from '../../crypto/sealed-box.ts'

/** Who plays in vectors and properties: accounts with all their keys, made from the crypto port's randomness. */
export type Actor = {
  readonly accountKey: AccountPrivateKey
  readonly recoveryKey: RecoveryPrivateKey
  readonly device: DeviceId
  readonly deviceKey: DevicePrivateKey
  readonly account: Account
}

export const SAMPLE_TIME = 1_764_000_000_000

export function nameOf(text: string): AccountName {
  const name = parseAccountName(text)
  if (name === undefined) throw new Error('a name of the samples')
  return name
}

function providerNameOf(text: string): ProviderName {
  const name = parseProviderName(text)
  if (name === undefined) throw new Error('a provider of the samples')
  return name
}

export type SampleProvider = Provider & { readonly signingSeed: Uint8Array; readonly sealingPrivateKey: Uint8Array }

export async function sampleProvider(crypto: Crypto, name: string): Promise<SampleProvider> {
  const [signingSeed, sealingPrivateKey] = [crypto.randomBytes(32), crypto.randomBytes(32)]
  return {
    name: providerNameOf(name),
    key: keyOf<ProviderPublicKey>(await crypto.ed25519PublicKey(signingSeed)),
    sealingKey: keyOf<ProviderSealingPublicKey>(await crypto.x25519PublicKey(sealingPrivateKey)),
    urls: [`https://${name}`],
    signingSeed,
    sealingPrivateKey,
  }
}

/** What stands in records and openings: without the private keys. */
export function publicProvider({ name, key, sealingKey, urls }: Provider): Provider {
  return { name, key, sealingKey, urls }
}

export type Casting = { readonly name: string; readonly kind?: AccountKind; readonly providers: readonly Provider[] }

export async function sampleActor(crypto: Crypto, { name, kind = 'person', providers }: Casting): Promise<Actor> {
  const accountKey = keyOf<AccountPrivateKey>(crypto.randomBytes(32))
  const recoveryKey = keyOf<RecoveryPrivateKey>(crypto.randomBytes(32))
  const deviceKey = keyOf<DevicePrivateKey>(crypto.randomBytes(32))
  const device = deviceId.fromBytes(crypto.randomBytes(16))
  const genesis: AccountRecord = {
    format: 1,
    generation: 0,
    number: 0,
    kind,
    accountKey: keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(accountKey)),
    recoveryKey: keyOf<RecoveryPublicKey>(await crypto.ed25519PublicKey(recoveryKey)),
    devices: [{ id: device, key: keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(deviceKey)) }],
    providers: providers.map((provider) => publicProvider(provider)),
    name: nameOf(name),
    salt: crypto.randomBytes(16),
  }
  const chain = [await signRecord(crypto, { signer: 'account', key: accountKey }, genesis)]
  return { accountKey, recoveryKey, device, deviceKey, account: await accountOf(crypto, chain) }
}

async function accountOf(crypto: Crypto, chain: RecordChain): Promise<Account> {
  const account = await verifyRecordChain(crypto, chain)
  if (account === undefined) throw new Error('a chain of the samples is good')
  return account
}

/** The record behind the head, before it is changed and signed. */
export function nextOf({ id, head, record }: Account): AccountRecord {
  const { salt, by, ...kept } = record
  return { ...kept, account: id, number: record.number + 1, parent: head.hash }
}

export async function extend(
  crypto: Crypto,
  account: Account,
  signed: { readonly record: AccountRecord } & Parameters<typeof signRecord>[1],
): Promise<Account> {
  const { record, ...signer } = signed
  const parent = account.records.findIndex(({ hash }) => hash === record.parent)
  return accountOf(crypto, [...account.chain.slice(0, parent + 1), await signRecord(crypto, signer, record)])
}

export async function sampleAddress(crypto: Crypto, provider: Provider): Promise<Address> {
  const pointer = {
    queue: queueId.fromBytes(crypto.randomBytes(16)),
    address: addressId.fromBytes(crypto.randomBytes(16)),
  }
  const sealed = await sealBox(
    crypto,
    { publicKey: provider.sealingKey, info: POINTER_INFO },
    encodeWith(pointerCodec, pointer),
  )
  if (sealed === undefined) throw new Error('a provider of the samples has a key')
  return { provider: provider.name, pointer: sealed, itemKey: crypto.randomBytes(32) }
}
