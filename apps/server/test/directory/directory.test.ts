import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  claimKeyPackages,
  countKeyPackages,
  findAccount,
  findLetterboxes,
  findName,
  KEY_PACKAGES_PER_DEVICE_MAX,
  keyOf,
  publishKeyPackages,
  putChain,
  signLetterbox,
  span,
} from '@rushlight/protocol'
import type { ClaimParams, KeyPackageCount, Letterbox, LetterPublicKey, RoomSuite } from '@rushlight/protocol'
import { accountName, advanceAccount, createAddress, createDevice, join, prove } from '../../src/testing/person.ts'
import type { Person, TestDevice } from '../../src/testing/person.ts'
import { refusalOf, refused, waitFor } from '../support/refused.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

async function letterboxOf(person: Person, device: TestDevice = person.device): Promise<Letterbox> {
  const { crypto, connection, queue } = person
  const { address } = await createAddress(crypto, connection.greeting, queue.id)
  const unsigned = {
    format: 1,
    device: device.id,
    address,
    key: keyOf<LetterPublicKey>(crypto.randomBytes(32)),
  } as const
  return signLetterbox(crypto, device.key, unsigned)
}

const packages = (from: number, count: number): readonly Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Uint8Array.of(1, (from + i) >> 8, (from + i) & 0xff))
const lastResort = Uint8Array.of(9, 9)

async function publish(
  person: Person,
  keyPackages: readonly Uint8Array[],
  { replace = false, suite = 0xf00d }: { readonly replace?: boolean; readonly suite?: RoomSuite } = {},
): Promise<KeyPackageCount> {
  const letterbox = await letterboxOf(person)
  return person.connection.client.call(publishKeyPackages, { letterbox, keyPackages, lastResort, replace, suite })
}

async function twoPeople(world: TestProvider): Promise<readonly [Person, Person]> {
  const alice = await join(world.crypto, await world.connect(), 'alice')
  return [alice, await join(world.crypto, await world.connect(), 'bobby')]
}

const claimOn = ({ account }: Person, suite: RoomSuite = 0xf00d): ClaimParams => ({
  account: account.account.id,
  suite,
})

describe('looking somebody up', () => {
  test('is for signed-in devices, by exact name or by id', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { chain, id } = bob.account.account
    const { client } = alice.connection
    assert.deepEqual(await client.call(findName, { name: accountName('bobby') }), { chain })
    assert.deepEqual(await client.call(findAccount, { account: id }), { chain })
    await refused(client.call(findName, { name: accountName('b0bby') }), 'unknownAccount')
    await refused(client.call(findName, { name: accountName('nobody-at-all') }), 'unknownAccount')
    const stranger = await world.connect()
    await refused(stranger.client.call(findName, { name: accountName('bobby') }), 'notAuthenticated')
  })

  test('is limited, so that the directory cannot be read out', async () => {
    const world = await startProvider()
    const [alice] = await twoPeople(world)
    let found = 0
    for (; found < 2000; found += 1) {
      const refusal = await refusalOf(alice.connection.client.call(findName, { name: accountName(`guess-${found}`) }))
      if (refusal?.wire.code === 'tooManyRequests') break
    }
    assert.equal(found, 300)
  })
})

describe('KeyPackages', () => {
  test('each is handed out once, and then the last resort, which is flagged', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    assert.deepEqual(await publish(bob, packages(0, 2)), { unused: 2, lastResortUsed: false })
    const claims = [1, 2, 3, 4].map(() => alice.connection.client.call(claimKeyPackages, claimOn(bob)))
    const claimed = (await Promise.all(claims)).flatMap(({ keyPackages }) => keyPackages)
    const names = claimed.map((one) => Buffer.from(one).toString('hex'))
    assert.deepEqual(names.toSorted(), ['010000', '010001', '0909', '0909'])
    assert.deepEqual(await bob.connection.client.call(countKeyPackages, { suite: 0xf00d }), {
      unused: 0,
      lastResortUsed: true,
    })
    assert.deepEqual(await publish(bob, packages(2, 1)), { unused: 1, lastResortUsed: false })
  })

  test('of one suite are handed out, counted and replaced apart from those of the other', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    await publish(bob, packages(0, 2), { suite: 0xf00d })
    await refused(alice.connection.client.call(claimKeyPackages, claimOn(bob, 0x0001)), 'keyPackagesMissing')
    await publish(bob, packages(10, 1), { suite: 0x0001 })
    const claim = async (suite: RoomSuite): Promise<readonly Uint8Array[]> =>
      (await alice.connection.client.call(claimKeyPackages, claimOn(bob, suite))).keyPackages
    assert.deepEqual(await claim(0x0001), packages(10, 1))
    assert.deepEqual(await claim(0x0001), [lastResort])
    const { client } = bob.connection
    assert.deepEqual(await client.call(countKeyPackages, { suite: 0x0001 }), { unused: 0, lastResortUsed: true })
    assert.deepEqual(await client.call(countKeyPackages, { suite: 0xf00d }), { unused: 2, lastResortUsed: false })
    await publish(bob, packages(20, 1), { suite: 0x0001, replace: true })
    assert.deepEqual(await client.call(countKeyPackages, { suite: 0xf00d }), { unused: 2, lastResortUsed: false })
    assert.deepEqual(await client.call(countKeyPackages, { suite: 0x0001 }), { unused: 1, lastResortUsed: false })
  })

  test('two who claim at the same moment never get the same one', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const carol = await join(world.crypto, await world.connect(), 'carol')
    await publish(bob, packages(0, 20))
    const claims = Array.from({ length: 10 }, (_, i) =>
      (i % 2 === 0 ? alice : carol).connection.client.call(claimKeyPackages, claimOn(bob)),
    )
    const claimed = (await Promise.all(claims)).flatMap(({ keyPackages }) => keyPackages)
    assert.equal(new Set(claimed.map((one) => Buffer.from(one).toString('hex'))).size, 10)
  })

  test('what was handed out is gone from the disk before the answer', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const canary = world.crypto.randomBytes(64)
    await publish(bob, [canary])
    const { keyPackages } = await alice.connection.client.call(claimKeyPackages, claimOn(bob))
    assert.deepEqual(keyPackages, [canary])
    await world.store.scrub()
    assert.equal(Buffer.from(world.disk.image()).includes(canary), false)
  })

  test('of nobody’s device: there are none', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    await refused(alice.connection.client.call(claimKeyPackages, claimOn(bob)), 'keyPackagesMissing')
  })

  test('one for each device, or for those asked for', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const second = await createDevice(world.crypto)
    const devices = [bob.device.entry, second.entry].toSorted((a, b) =>
      Buffer.compare(Buffer.from(a.id, 'base64url'), Buffer.from(b.id, 'base64url')),
    )
    const account = await advanceAccount(world.crypto, bob.account, { devices })
    await bob.connection.client.call(putChain, { chain: account.account.chain })
    await publish(bob, packages(0, 5))
    const connection = await world.connect()
    await prove(world.crypto, connection, { account, device: second })
    const other: Person = { ...bob, account, device: second, connection }
    await publish(other, packages(100, 5))
    const { client } = alice.connection
    assert.equal((await client.call(claimKeyPackages, claimOn(bob))).keyPackages.length, 2)
    const some = await client.call(claimKeyPackages, { ...claimOn(bob), devices: [second.id] })
    assert.equal(some.keyPackages.length, 1)
    const boxes = await client.call(findLetterboxes, claimOn(bob))
    assert.deepEqual(boxes.letterboxes.map(({ device }) => device).toSorted(), devices.map(({ id }) => id).toSorted())
  })

  test('of a device that left the record are gone, with its letterbox', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const canary = world.crypto.randomBytes(64)
    await publish(bob, [canary])
    const without = await advanceAccount(world.crypto, bob.account, { devices: [], renew: true })
    await alice.connection.client.call(putChain, { chain: without.account.chain })
    await refused(alice.connection.client.call(claimKeyPackages, claimOn(bob)), 'keyPackagesMissing')
    assert.deepEqual((await alice.connection.client.call(findLetterboxes, claimOn(bob))).letterboxes, [])
    await world.store.scrub()
    assert.equal(Buffer.from(world.disk.image()).includes(canary), false)
    await refused(publish(bob, packages(0, 1)), 'notAuthenticated')
  })

  test('are refused with a letterbox that the device has not signed', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const letterbox = await letterboxOf(bob)
    const params = { keyPackages: [], lastResort, replace: false, suite: 0xf00d } as const
    await refused(alice.connection.client.call(publishKeyPackages, { ...params, letterbox }), 'signatureInvalid')
    const tampered = { ...letterbox, key: keyOf<LetterPublicKey>(new Uint8Array(32).fill(9)) }
    await refused(
      bob.connection.client.call(publishKeyPackages, { ...params, letterbox: tampered }),
      'signatureInvalid',
    )
    await bob.connection.client.call(publishKeyPackages, { ...params, letterbox })
  })

  test('no device leaves more than it may, and replacing drops those before', async () => {
    const world = await startProvider()
    const [, bob] = await twoPeople(world)
    await publish(bob, packages(0, KEY_PACKAGES_PER_DEVICE_MAX))
    await refused(publish(bob, packages(500, 1)), 'quotaExceeded')
    assert.deepEqual(await publish(bob, packages(500, 3), { replace: true }), { unused: 3, lastResortUsed: false })
  })

  test('nobody alone drives a silent device down to its last resort within a week', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    await publish(bob, packages(0, KEY_PACKAGES_PER_DEVICE_MAX))
    const end = world.time.now() + 7 * span.DAY_MS
    let claims = 0
    while (world.time.now() < end) {
      const wait = await waitFor(alice.connection.client.call(claimKeyPackages, claimOn(bob)))
      if (wait === 0) claims += 1
      world.time.jump(wait)
    }
    assert.ok(claims > 50 && claims < KEY_PACKAGES_PER_DEVICE_MAX, `${claims}`)
    const { lastResortUsed } = await bob.connection.client.call(countKeyPackages, { suite: 0xf00d })
    assert.equal(lastResortUsed, false)
  })
})
