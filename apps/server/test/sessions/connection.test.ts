import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  authenticate,
  encodeFrame,
  fetchQueue,
  FRAME_BYTES_MAX,
  hello,
  nothing,
  REQUESTS_IN_FLIGHT_MAX,
  WIRE_FORMAT,
} from '@rushlight/protocol'
import { CONNECTIONS_PER_PEER_MAX, HELLO_MS_MAX } from '../../src/limits.ts'
import { createAccount, createDevice, join, prove, signUp } from '../../src/testing/person.ts'
import { refusalOf, refused } from '../support/refused.ts'
import { connectRaw, startProvider } from '../support/test-provider.ts'

test('hello comes first, and tells who the provider is', async () => {
  const { provider } = await startProvider()
  const { client } = connectRaw(provider)
  await refused(client.call(fetchQueue, undefined), 'malformed')
  const greeting = await client.call(hello, { formats: [WIRE_FORMAT, 9], software: 'test' })
  assert.equal(greeting.format, WIRE_FORMAT)
  assert.deepEqual(greeting.provider, provider.record)
  assert.equal(greeting.incarnation, provider.incarnation)
  await refused(client.call(fetchQueue, undefined), 'unknownQueue')
})

test('a client from another time is told to update, not cut off', async () => {
  const { provider } = await startProvider()
  const { client } = connectRaw(provider)
  await refused(client.call(hello, { formats: [77], software: 'test' }), 'updateNeeded')
  assert.equal(client.isClosed, false)
})

for (const [what, bytes] of [
  ['what is no CBOR', new Uint8Array([0xff, 0x00])],
  ['nothing', new Uint8Array()],
  ['what is longer than a frame', new Uint8Array(FRAME_BYTES_MAX + 1)],
  ['a push', encodeFrame({ kind: 'push', push: [3, new Map()] })],
  ['an answer', encodeFrame({ kind: 'answer', id: 1, result: [] })],
] as const) {
  test(`${what} from a client ends the connection`, async () => {
    const { provider, notes } = await startProvider()
    const { client } = connectRaw(provider)
    client.sendRaw(bytes)
    assert.ok(client.isClosed)
    assert.ok(notes.includes('connectionDropped'))
  })
}

test('two requests under one id end the connection', async () => {
  const world = await startProvider()
  const { client } = await world.connect()
  const frame = encodeFrame({ kind: 'request', id: 50, method: fetchQueue.number, params: [] })
  client.sendRaw(frame)
  client.sendRaw(frame)
  assert.ok(client.isClosed)
})

test('unknown methods and malformed parameters are answered, and the connection goes on', async () => {
  const world = await startProvider()
  const { client } = await world.connect()
  await refused(client.call({ number: 9_999, params: nothing, result: nothing }, undefined), 'unknownMethod')
  await refused(client.call({ ...authenticate, params: nothing }, undefined), 'malformed')
  await refused(client.call(fetchQueue, undefined), 'unknownQueue')
})

test('more requests in flight than allowed are refused for a moment', async () => {
  const world = await startProvider()
  const { client } = await world.connect()
  const refusals = await Promise.all(
    Array.from({ length: REQUESTS_IN_FLIGHT_MAX + 5 }, () => refusalOf(client.call(fetchQueue, undefined))),
  )
  const codes = refusals.map((refusal) => refusal?.wire.code)
  assert.equal(codes.filter((code) => code === 'tooManyRequests').length, 5)
  await refused(client.call(fetchQueue, undefined), 'unknownQueue')
})

test('one place gets only so many connections', async () => {
  const { provider } = await startProvider()
  const raw = Array.from({ length: CONNECTIONS_PER_PEER_MAX }, () => connectRaw(provider, 'crowd'))
  assert.ok(connectRaw(provider, 'crowd').client.isClosed)
  assert.equal(connectRaw(provider, 'elsewhere').client.isClosed, false)
  raw[0]?.close()
  assert.equal(connectRaw(provider, 'crowd').client.isClosed, false)
})

test('a device proves itself by the key that its record lists, over the challenge of this connection', async () => {
  const world = await startProvider()
  const { crypto } = world
  const connection = await world.connect()
  const device = await createDevice(crypto)
  const account = await createAccount(crypto, {
    name: 'alice',
    providers: [world.provider.record],
    devices: [device],
  })
  await refused(prove(crypto, connection, { account, device }), 'unknownAccount')
  await signUp(connection, account)
  await refused(prove(crypto, connection, { account, device: await createDevice(crypto) }), 'unknownDevice')
  const forged = { ...device, key: (await createDevice(crypto)).key }
  await refused(prove(crypto, connection, { account, device: forged }), 'signatureInvalid')
  const elsewhere = { ...connection, greeting: { ...connection.greeting, challenge: crypto.randomBytes(32) } }
  await refused(prove(crypto, elsewhere, { account, device }), 'signatureInvalid')
  const token = await prove(crypto, connection, { account, device })
  assert.deepEqual(world.provider.sessionOf(token), { account: account.account.id, device: device.id })
})

test('a token dies with its connection', async () => {
  const world = await startProvider()
  const alice = await join(world.crypto, await world.connect(), 'alice')
  assert.ok(world.provider.sessionOf(alice.token))
  alice.connection.close()
  assert.equal(world.provider.sessionOf(alice.token), undefined)
})

test('closing tells everybody, answers what is under way, and then ends the connections', async () => {
  const world = await startProvider()
  const alice = await join(world.crypto, await world.connect(), 'alice')
  const { client } = alice.connection
  const asked = client.call(fetchQueue, undefined)
  await world.provider.close()
  assert.deepEqual(await asked, { items: [] })
  assert.deepEqual(client.pushes, [{ kind: 'closing' }])
  assert.ok(client.isClosed)
})

test('whoever says no hello is let go, and with them the place that they held', async () => {
  const { provider, time } = await startProvider()
  const silent = connectRaw(provider)
  const { client } = connectRaw(provider)
  await client.call(hello, { formats: [WIRE_FORMAT], software: 'test' })
  await time.skip(HELLO_MS_MAX - 1)
  assert.equal(silent.client.isClosed, false)
  await time.skip(1)
  assert.equal(silent.client.isClosed, true)
  await time.skip(HELLO_MS_MAX)
  assert.equal(client.isClosed, false)
  assert.equal(provider.readFigures().connectionsNow, 1)
})
