import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  acknowledgeItems,
  attachQueue,
  closeAddress,
  fetchQueue,
  openQueueItem,
  parseProviderName,
  postLetter,
  QUEUE_FETCH_MAX,
  removeQueue,
  span,
  utf8,
} from '@rushlight/protocol'
import type { Address } from '@rushlight/protocol'
import { attach, createAddress, join, openQueue } from '../../src/testing/person.ts'
import type { Person } from '../../src/testing/person.ts'
import { refused, waitFor } from '../support/refused.ts'
import { settle } from '../support/manual-time.ts'
import { startProvider } from '../support/test-provider.ts'
import type { TestProvider } from '../support/test-provider.ts'

async function twoPeople(world: TestProvider): Promise<readonly [Person, Person]> {
  const alice = await join(world.crypto, await world.connect(), 'alice')
  return [alice, await join(world.crypto, await world.connect(), 'bobby')]
}

async function addressOf({ crypto, connection, queue }: Person): Promise<Awaited<ReturnType<typeof createAddress>>> {
  return createAddress(crypto, connection.greeting, queue.id)
}

async function write({ connection }: Person, address: Address, text: string): Promise<void> {
  await connection.client.call(postLetter, { address, letter: utf8(text) })
}

async function read(person: Person, address: Address, sealed: Uint8Array): Promise<string> {
  const item = await openQueueItem(person.crypto, address.itemKey, sealed)
  assert.ok(item?.kind === 'letter')
  return Buffer.from(item.sealed).toString()
}

describe('a letter', () => {
  test('reaches a device that is there at once, sealed under the key of the address', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    await write(alice, address, 'hello')
    await settle()
    const [push] = bob.connection.client.pushes
    assert.ok(push?.kind === 'items')
    assert.equal(await read(bob, address, push.items[0]?.sealed ?? new Uint8Array()), 'hello')
  })

  test('waits for a device that is away, until it is acknowledged', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    bob.connection.close()
    await write(alice, address, 'one')
    await write(alice, address, 'two')
    const connection = await world.connect()
    await attach(connection, bob.queue)
    const { items } = await connection.client.call(fetchQueue, undefined)
    const texts = await Promise.all(items.map(({ sealed }) => read(bob, address, sealed)))
    assert.deepEqual(texts.toSorted(), ['one', 'two'])
    assert.equal((await connection.client.call(fetchQueue, undefined)).items.length, 2, 'still there')
    await connection.client.call(acknowledgeItems, { items: items.map(({ id }) => id) })
    assert.deepEqual(await connection.client.call(fetchQueue, undefined), { items: [] })
  })

  test('is pushed once, also when it was fetched before', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    await write(alice, address, 'one')
    await settle()
    await bob.connection.client.call(fetchQueue, undefined)
    await write(alice, address, 'two')
    await settle()
    const pushed = bob.connection.client.pushes.flatMap((push) => (push.kind === 'items' ? push.items : []))
    assert.equal(pushed.length, 2)
  })

  test('cannot be left at an address that was closed, of a queue that is gone, or of another provider', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const [first, second] = [await addressOf(bob), await addressOf(bob)]
    await write(alice, first.address, 'open')
    await bob.connection.client.call(closeAddress, { address: first.id })
    await refused(write(alice, first.address, 'closed'), 'addressClosed')
    await write(alice, second.address, 'still open')
    const elsewhere = parseProviderName('other.example')
    assert.ok(elsewhere)
    await refused(write(alice, { ...second.address, provider: elsewhere }, 'x'), 'addressClosed')
    await refused(write(alice, { ...second.address, pointer: new Uint8Array(80) }, 'x'), 'addressClosed')
    await bob.connection.client.call(removeQueue, undefined)
    await refused(write(alice, second.address, 'gone'), 'addressClosed')
  })

  test('is limited for each sender, and for each queue', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    let sent = 0
    let wait = 0
    while (wait === 0) {
      wait = await waitFor(write(alice, address, 'again'))
      if (wait === 0) sent += 1
    }
    assert.equal(sent, 200)
    world.time.jump(wait)
    await write(alice, address, 'after the wait')
  })

  test('expires after thirty days', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    await write(alice, address, 'old')
    await world.time.skip(20 * span.DAY_MS)
    await write(alice, address, 'young')
    await world.time.skip(11 * span.DAY_MS + 2 * span.HOUR_MS)
    const { items } = await bob.connection.client.call(fetchQueue, undefined)
    assert.deepEqual(await Promise.all(items.map(({ sealed }) => read(bob, address, sealed))), ['young'])
  })

  test('the oldest days are handed out first, as many as one answer holds', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    bob.connection.close()
    for (let i = 0; i < QUEUE_FETCH_MAX; i += 1) await write(alice, address, 'first day')
    world.time.jump(span.DAY_MS)
    await write(alice, address, 'second day')
    const connection = await world.connect()
    await attach(connection, bob.queue)
    const { items } = await connection.client.call(fetchQueue, undefined)
    assert.equal(items.length, QUEUE_FETCH_MAX)
    assert.ok(
      (await Promise.all(items.map(({ sealed }) => read(bob, address, sealed)))).every((t) => t === 'first day'),
    )
    await connection.client.call(acknowledgeItems, { items: items.map(({ id }) => id) })
    const rest = await connection.client.call(fetchQueue, undefined)
    assert.equal(rest.items.length, 1)
  })
})

describe('a queue', () => {
  test('is read by who knows its secret, on the newest connection only', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    const second = await world.connect()
    await refused(second.client.call(attachQueue, { queue: bob.queue.id, secret: new Uint8Array(32) }), 'unknownQueue')
    await refused(second.client.call(attachQueue, { queue: alice.queue.id, secret: bob.queue.secret }), 'unknownQueue')
    await attach(second, bob.queue)
    assert.deepEqual(bob.connection.client.pushes, [{ kind: 'detached' }])
    await write(alice, address, 'hello')
    await settle()
    assert.equal(second.client.pushes.length, 1)
    await refused(bob.connection.client.call(fetchQueue, undefined), 'unknownQueue')
  })

  test('attaching the same queue again on one connection detaches nobody', async () => {
    const world = await startProvider()
    const [, bob] = await twoPeople(world)
    await attach(bob.connection, bob.queue)
    assert.deepEqual(bob.connection.client.pushes, [])
    await bob.connection.client.call(fetchQueue, undefined)
  })

  test('nobody acknowledges in a queue of somebody else', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const { address } = await addressOf(bob)
    await write(alice, address, 'hello')
    const { items } = await bob.connection.client.call(fetchQueue, undefined)
    await alice.connection.client.call(acknowledgeItems, { items: items.map(({ id }) => id) })
    assert.equal((await bob.connection.client.call(fetchQueue, undefined)).items.length, 1)
  })

  test('that nobody reads for ninety days is dropped; one that is read is not', async () => {
    const world = await startProvider()
    const [alice, bob] = await twoPeople(world)
    const second = await openQueue(world.crypto, alice.connection)
    bob.connection.close()
    for (let days = 0; days < 95; days += 5) {
      await attach(alice.connection, second)
      await world.time.skip(5 * span.DAY_MS)
    }
    const connection = await world.connect()
    await refused(attach(connection, bob.queue), 'unknownQueue')
    await attach(connection, second)
  })

  test('making one takes a signed-in device; what is stored names no account', async () => {
    const world = await startProvider()
    await refused(openQueue(world.crypto, await world.connect()), 'notAuthenticated')
    const alice = await join(world.crypto, await world.connect(), 'alice')
    const rows = await world.store.range({
      table: 'queues',
      from: new Uint8Array(),
      to: new Uint8Array(40).fill(255),
      limit: 10,
    })
    const account = Buffer.from(alice.account.account.id, 'base64url')
    assert.equal(rows.length, 1)
    assert.ok(rows.every(({ key, value }) => !Buffer.concat([key, value]).includes(account)))
  })
})
