import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createNodeCrypto } from '@rushlight/platform-node'
import { compare } from '../../src/bytes/bytes.ts'
import { deviceId } from '../../src/ids/ids.ts'
import type { DeviceId } from '../../src/ids/ids.ts'
import { keyOf } from '../../src/ids/keys.ts'
import type { AccountPrivateKey, AccountPublicKey, DevicePublicKey } from '../../src/ids/keys.ts'
import { lostRemovals, relateBranches } from '../../src/identity/record-branches.ts'
import type { Account } from '../../src/identity/record-chain.ts'
import { extend, nextOf, sampleActor, sampleProvider } from '../../src/testing/vectors/cast.ts'
import { withSeed } from '../../src/testing/vectors/seeded-crypto.ts'

const crypto = withSeed(createNodeCrypto(), 'record branches')
const provider = await sampleProvider(crypto, 'chat.example.org')
const alice = await sampleActor(crypto, { name: 'alice', providers: [provider] })
const phone = alice.device

type Keyed = { readonly account: Account; readonly key: AccountPrivateKey }

async function add({ account, key }: Keyed, by?: DeviceId): Promise<Keyed & { readonly device: DeviceId }> {
  const device = deviceId.fromBytes(crypto.randomBytes(16))
  const publicKey = keyOf<DevicePublicKey>(await crypto.ed25519PublicKey(crypto.randomBytes(32)))
  const next = nextOf(account)
  const devices = [...next.devices, { id: device, key: publicKey }].toSorted((a, b) =>
    compare(deviceId.toBytes(a.id), deviceId.toBytes(b.id)),
  )
  const record = { ...next, devices, ...(by === undefined ? {} : { by }) }
  return { account: await extend(crypto, account, { signer: 'account', key, record }), key, device }
}

async function remove({ account, key }: Keyed, device: DeviceId, by: DeviceId): Promise<Keyed> {
  const fresh = keyOf<AccountPrivateKey>(crypto.randomBytes(32))
  const accountKey = keyOf<AccountPublicKey>(await crypto.ed25519PublicKey(fresh))
  const next = nextOf(account)
  const record = { ...next, accountKey, by, devices: next.devices.filter(({ id }) => id !== device) }
  return { account: await extend(crypto, account, { signer: 'account', key, record }), key: fresh }
}

async function raise({ account }: Keyed): Promise<Account> {
  const record = { ...nextOf(account), generation: 1 }
  return extend(crypto, account, { signer: 'recovery', key: alice.recoveryKey, record })
}

const genesis: Keyed = { account: alice.account, key: alice.accountKey }
const two = await add(genesis, phone)
const three = await add(two, phone)
const [laptop, tablet] = [two.device, three.device]

test('a chain that goes on from another is newer, and the recovery key outranks whoever counts ahead', async () => {
  const further = await remove(three, tablet, phone)
  assert.equal(relateBranches(three.account, three.account), 'same')
  assert.equal(relateBranches(three.account, further.account), 'newer')
  assert.equal(relateBranches(further.account, three.account), 'older')
  const raised = await raise(two)
  assert.equal(relateBranches(further.account, raised), 'raised')
  assert.equal(relateBranches(raised, further.account), 'outranked')
})

test('two devices that add and remove at once have parted, and the one whose removal lost does it again', async () => {
  const adding = await add(three, phone)
  const removing = await remove(three, tablet, laptop)
  assert.equal(relateBranches(adding.account, removing.account), 'parted')
  assert.equal(relateBranches(removing.account, adding.account), 'parted')
  assert.deepEqual(lostRemovals(removing.account, adding.account), [tablet])
  assert.deepEqual(lostRemovals(adding.account, removing.account), [])
  const sameWish = await remove(three, tablet, phone)
  assert.equal(relateBranches(removing.account, sameWish.account), 'parted')
  assert.deepEqual(lostRemovals(removing.account, sameWish.account), [])
})

test('two devices that put each other out are in dispute, however many records either makes', async () => {
  const owner = await remove(three, laptop, phone)
  const thief = await remove(three, phone, laptop)
  assert.equal(relateBranches(owner.account, thief.account), 'disputed')
  const ahead = await add(await add(thief, laptop), laptop)
  assert.equal(relateBranches(owner.account, ahead.account), 'disputed')
  assert.equal(relateBranches(ahead.account, owner.account), 'disputed')
  // A device that came in by the thief's branch alone puts the owner's out: still the owner's signer goes.
  const brought = await add(three, laptop)
  assert.equal(relateBranches(owner.account, (await remove(brought, phone, brought.device)).account), 'disputed')
})

test('whoever does not say which device he is may be any; a device that signs itself out puts nobody out', async () => {
  const unsaid = await add(three)
  const removing = await remove(three, tablet, laptop)
  assert.equal(relateBranches(unsaid.account, removing.account), 'disputed')
  const going = await remove(three, phone, phone)
  assert.equal(relateBranches(going.account, (await add(three, phone)).account), 'parted')
})
