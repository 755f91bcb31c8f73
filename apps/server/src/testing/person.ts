import {
  addressId,
  compare,
  attachQueue,
  authenticate,
  createQueue,
  deviceId,
  encodeWith,
  hashLabelled,
  ITEM_KEY_BYTES,
  keyOf,
  parseAccountName,
  POINTER_INFO,
  pointerCodec,
  sealBox,
  signLabelled,
  signRecord,
  signUpFinish,
  verifyRecordChain,
} from '@rushlight/protocol'
import type {
  Account,
  AccountName,
  AccountPrivateKey,
  AccountPublicKey,
  AccountRecord,
  Address,
  AddressId,
  Crypto,
  DeviceEntry,
  DeviceId,
  DevicePrivateKey,
  DevicePublicKey,
  HelloResult,
  Provider,
  QueueId,
  RecordChain,
  RecoveryPrivateKey,
  RecoveryPublicKey,
  SignedRecord,
} from '@rushlight/protocol'
import type { Connected } from './wire-client.ts'

/** The keys behind an account, and its chain so far. */
export type TestAccount = {
  readonly name: AccountName
  readonly keys: AccountKeys
  readonly account: Account
}

type AccountKeys = { readonly account: AccountPrivateKey; readonly recovery: RecoveryPrivateKey }
export type TestDevice = { readonly id: DeviceId; readonly key: DevicePrivateKey; readonly entry: DeviceEntry }

export function accountName(name: string): AccountName {
  const parsed = parseAccountName(name)
  if (parsed === undefined) throw new Error('no account name')
  return parsed
}

export async function createDevice(crypto: Crypto): Promise<TestDevice> {
  const key = keyOf<DevicePrivateKey>(crypto.randomBytes(32))
  const id = deviceId.fromBytes(crypto.randomBytes(16))
  return { id, key, entry: { id, key: keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(key)) } }
}

export type AccountPlan = {
  readonly name: string
  readonly providers: readonly Provider[]
  readonly devices: readonly TestDevice[]
}

export async function createAccount(crypto: Crypto, { name, providers, devices }: AccountPlan): Promise<TestAccount> {
  const keys = await newKeys(crypto)
  const record: AccountRecord = {
    format: 1,
    generation: 0,
    number: 0,
    kind: 'person',
    accountKey: keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(keys.account)),
    recoveryKey: keyOf<RecoveryPublicKey>(await crypto.ed25519PublicKey(keys.recovery)),
    devices: devices
      .map(({ entry }) => entry)
      .toSorted((a, b) => compare(deviceId.toBytes(a.id), deviceId.toBytes(b.id))),
    providers,
    name: accountName(name),
    salt: crypto.randomBytes(16),
  }
  const signed = plain(await signRecord(crypto, { signer: 'account', key: keys.account }, record))
  return { name: accountName(name), keys, account: await verified(crypto, [signed]) }
}

/** The account with one more record, in which `change` differs; a removed device gets it a new account key. */
export async function advanceAccount(
  crypto: Crypto,
  { name, keys, account }: TestAccount,
  change: Partial<Pick<AccountRecord, 'devices' | 'providers' | 'name'>> & { readonly renew?: boolean },
): Promise<TestAccount> {
  const { renew = false, ...fields } = change
  const next = renew ? { ...keys, account: keyOf<AccountPrivateKey>(crypto.randomBytes(32)) } : keys
  const { salt: _, ...before } = account.record
  const record: AccountRecord = {
    ...before,
    ...fields,
    account: account.id,
    number: before.number + 1,
    parent: account.head.hash,
    accountKey: keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(next.account)),
  }
  const signed = plain(await signRecord(crypto, { signer: 'account', key: keys.account }, record))
  const chain: RecordChain = [...account.chain, signed]
  return { name: fields.name ?? name, keys: next, account: await verified(crypto, chain) }
}

/** As it comes out of a frame, so that both can be compared. */
function plain(signed: SignedRecord): SignedRecord {
  return { ...signed, record: Uint8Array.from(signed.record) }
}

async function newKeys(crypto: Crypto): Promise<AccountKeys> {
  return {
    account: keyOf<AccountPrivateKey>(crypto.randomBytes(32)),
    recovery: keyOf<RecoveryPrivateKey>(crypto.randomBytes(32)),
  }
}

async function verified(crypto: Crypto, chain: RecordChain): Promise<Account> {
  const account = await verifyRecordChain(crypto, chain)
  if (account === undefined) throw new Error('no valid chain')
  return account
}

/** Signs up, without the first half: the insecure passwords of tests need none. */
export async function signUp(
  { client }: Connected,
  { name, account }: TestAccount,
  password: Uint8Array = new Uint8Array(32).fill(1),
): Promise<void> {
  await client.call(signUpFinish, { name, passwordRecord: password, chain: account.chain })
}

export async function prove(
  crypto: Crypto,
  { client, greeting }: Connected,
  { account, device }: { readonly account: TestAccount; readonly device: TestDevice },
): Promise<string> {
  const signature = await signLabelled({ crypto, label: 'session' }, device.key, greeting.challenge)
  const { token } = await client.call(authenticate, { account: account.account.id, device: device.id, signature })
  return token
}

export type TestQueue = { readonly id: QueueId; readonly secret: Uint8Array }

export async function openQueue(crypto: Crypto, { client }: Connected): Promise<TestQueue> {
  const secret = crypto.randomBytes(32)
  const { queue } = await client.call(createQueue, { secretTag: hashLabelled(crypto, 'queue secret', secret) })
  return { id: queue, secret }
}

export async function attach({ client }: Connected, { id, secret }: TestQueue): Promise<void> {
  await client.call(attachQueue, { queue: id, secret })
}

export type TestAddress = { readonly id: AddressId; readonly address: Address }

export async function createAddress(
  crypto: Crypto,
  { provider }: Pick<HelloResult, 'provider'>,
  queue: QueueId,
): Promise<TestAddress> {
  const id = addressId.fromBytes(crypto.randomBytes(16))
  const to = { publicKey: provider.sealingKey, info: POINTER_INFO }
  const pointer = await sealBox(crypto, to, encodeWith(pointerCodec, { queue, address: id }))
  if (pointer === undefined) throw new Error('no sealing key')
  return { id, address: { provider: provider.name, pointer, itemKey: crypto.randomBytes(ITEM_KEY_BYTES) } }
}

/** A signed-in person with one device and a queue. */
export type Person = {
  readonly crypto: Crypto
  readonly account: TestAccount
  readonly device: TestDevice
  readonly queue: TestQueue
  readonly token: string
  connection: Connected
}

export async function join(crypto: Crypto, connection: Connected, name: string): Promise<Person> {
  const device = await createDevice(crypto)
  const account = await createAccount(crypto, { name, providers: [connection.greeting.provider], devices: [device] })
  await signUp(connection, account)
  const token = await prove(crypto, connection, { account, device })
  const queue = await openQueue(crypto, connection)
  await attach(connection, queue)
  return { crypto, account, device, queue, token, connection }
}
