import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  parseProviderName,
  readTombstones,
  TOMBSTONES_FEATURE,
  tombstoneOf,
  utf8,
  verifyReceipt,
  verifyTombstone,
} from '@rushlight/protocol'
import type { ProviderName, Tombstone } from '@rushlight/protocol'
import { openWithSchema } from '@rushlight/records'
import { presentedAs, rotateKey } from '../../src/identity/another-life.ts'
import { providerSchema } from '../../src/schema.ts'
import { join } from '../../src/testing/person.ts'
import { goThrough, memberOf, openRoom, post, takeSeat } from '../../src/testing/room.ts'
import { pull, seqsOf } from '../support/pulling.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider, TestProviderOptions } from '../support/test-provider.ts'

/** The same data, started once more. */
async function startAgain({ provider, store, time }: TestProvider, options: TestProviderOptions = {}) {
  await provider.close()
  return startProvider({ ...options, store, time })
}

async function saidBy(world: TestProvider): Promise<readonly Tombstone[]> {
  const { client, greeting } = await world.connect()
  const { tombstones } = await client.call(readTombstones, undefined)
  assert.equal(greeting.features.includes(TOMBSTONES_FEATURE), tombstones.length > 0)
  const verified = await Promise.all(tombstones.map((one) => verifyTombstone(world.crypto, one)))
  return verified.flatMap((one) => one ?? [])
}

const named = (name: string): ProviderName => parseProviderName(name) ?? assert.fail(name)

describe('data that were copied', () => {
  test('begin another life, and data that stayed where they are do not', async () => {
    const world = await startProvider({ place: utf8('here') })
    const stayed = await startAgain(world, { place: utf8('here') })
    assert.equal(stayed.provider.incarnation, world.provider.incarnation)
    const copied = await startAgain(stayed, { place: utf8('there') })
    assert.notEqual(copied.provider.incarnation, world.provider.incarnation)
    assert.ok(copied.notes.includes('dataWereCopied'))
    const again = await startAgain(copied, { place: utf8('there') })
    assert.equal(again.provider.incarnation, copied.provider.incarnation)
  })
})

describe('a leaving operator', () => {
  test('says so, also after a restart, and takes it back', async () => {
    const world = await startProvider()
    const { key } = world.provider.record
    assert.deepEqual(await saidBy(world), [])
    await world.provider.desk.leave({ endsAt: world.time.now() + 1000, successor: undefined })
    const again = await startAgain(world)
    assert.equal(tombstoneOf(await saidBy(again), key)?.kind, 'leaving')
    assert.ok(await again.provider.desk.stay())
    assert.equal(tombstoneOf(await saidBy(again), key), undefined)
    assert.equal((await saidBy(again)).length, 1, 'whoever heard the first has to hear the second')
    assert.ok(!(await again.provider.desk.stay()))
  })
})

describe('a provider with another name', () => {
  test('says so by its key, and serves whoever knows the old one', async () => {
    const world = await startProvider()
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const seat = await takeSeat(alice)
    const moved = await startAgain(world, { name: named('new.example.org') })
    assert.ok(moved.notes.includes('nameChanged'))
    const said = tombstoneOf(await saidBy(moved), world.provider.record.key)
    assert.equal(said?.kind, 'moved')
    assert.equal(said?.provider.name, world.provider.record.name)
    assert.equal(said?.successor?.name, 'new.example.org')
    assert.equal(moved.provider.incarnation, world.provider.incarnation)
    // An address under the old name leads to the queue still.
    const bob = await join(world.crypto, await moved.connect(), 'bobby')
    const room = await openRoom([bob], { members: [await takeSeat(bob), seat] })
    const at = await goThrough(room, memberOf(room, 0), room.doorKey)
    await post(at)
    assert.equal(
      (
        await moved.store.range({
          table: 'queue-items',
          from: new Uint8Array(0),
          to: new Uint8Array(513).fill(255),
          limit: 9,
        })
      ).length,
      1,
    )
    const again = await startAgain(moved, { name: named('new.example.org') })
    assert.ok(!again.notes.includes('nameChanged'))
    assert.equal(tombstoneOf(await saidBy(again), world.provider.record.key)?.kind, 'moved')
  })
})

describe('another key', () => {
  test('signs new logs, and the old one goes on signing those that were opened under it', async () => {
    const world = await startProvider()
    const old = world.provider.record
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const before = await openRoom([alice])
    await post(await goThrough(before, memberOf(before, 0), before.doorKey))
    await world.provider.close()
    const store = await openWithSchema(world.store, providerSchema)
    await rotateKey({ store, crypto: world.crypto, clock: world.time })
    const next = await startProvider({ store: world.store, time: world.time })
    const { key } = next.provider.record
    assert.notDeepEqual(key, old.key)
    assert.deepEqual((await presentedAs(store))?.key, key)
    assert.notEqual(next.provider.incarnation, world.provider.incarnation)
    const said = tombstoneOf(await saidBy(next), old.key)
    assert.deepEqual([said?.kind, said?.successor?.key], ['newKey', key])
    assert.equal(tombstoneOf(await saidBy(next), key), undefined)

    // As the client of that device has it: the hub is the one of the opening, with its old sealing key.
    const connection = await next.connect()
    alice.connection = { ...connection, greeting: { ...connection.greeting, provider: old } }
    const receipt = await post(await goThrough(before, memberOf(before, 0), before.doorKey))
    assert.ok(await verifyReceipt(world.crypto, old.key, receipt))
    assert.ok(!(await verifyReceipt(world.crypto, key, receipt)))
    assert.deepEqual(seqsOf((await pull(before, memberOf(before, 0))).items), [1, 2])

    const bob = await join(world.crypto, await next.connect(), 'bobby')
    const after = await openRoom([bob])
    const [own, others] = await Promise.all([
      post(await goThrough(after, memberOf(after, 0), after.doorKey)),
      post(await goThrough(before, memberOf(before, 0), before.doorKey)),
    ])
    assert.ok(await verifyReceipt(world.crypto, key, own))
    assert.ok(await verifyReceipt(world.crypto, old.key, others))
  })
})
