import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

test('of a deleted account nothing stays at the provider, its other device ends too, and its room goes on', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const other = await gathering.addDevice('alice')
  await gathering.pass(MINUTE_MS)
  const { client: alice } = gathering.host('alice')
  const account = gathering.host('alice').account()
  assert.ok(alice && account)
  const content = new Uint8Array(100_000).fill(7)
  const source = {
    bytes: content.length,
    read: async (from: number, length: number) => content.slice(from, from + length),
  }
  for (const client of [alice, other.client]) {
    assert.ok(client)
    const attached = await gathering.done(client.files.attach(room, source, { name: 'reed.bin', mediaType: '' }))
    assert.equal(attached.kind, 'attaching')
    await gathering.done(client.send(room, { text: '', files: attached.kind === 'attaching' ? [attached.id] : [] }))
  }
  await gathering.pass(MINUTE_MS)
  assert.equal(gathering.provider.blobs.names().length, 2)
  assert.notDeepEqual(await gathering.done(gathering.provider.tablesWith(accountId.toBytes(account))), [])

  other.setAway(true)
  assert.equal(await gathering.done(alice.deleteAccount()), 'done')
  assert.deepEqual(gathering.provider.blobs.names(), [], 'files of both devices are gone')
  assert.deepEqual(await gathering.done(gathering.provider.tablesWith(accountId.toBytes(account))), [])

  other.setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal(other.client, undefined, 'its vault was erased')
  assert.deepEqual(await gathering.done(gathering.provider.tablesWith(accountId.toBytes(account))), [])
  await gathering.done(gathering.client('bruno').send(room, { text: 'still here' }))
  assert.ok((await textsIn(gathering.client('carla'), room)).includes('still here'))
})

test('an account is not deleted while its files cannot be: nobody could ask for them any more', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const alice = gathering.client('alice')
  const account = gathering.host('alice').account()
  assert.ok(account)
  const source = { bytes: 9, read: async (_: number, length: number) => new Uint8Array(length) }
  const attached = await gathering.done(alice.files.attach(room, source, { name: 'reed.bin', mediaType: '' }))
  assert.equal(attached.kind, 'attaching')
  await gathering.done(alice.send(room, { text: '', files: attached.kind === 'attaching' ? [attached.id] : [] }))
  // Every request is lost from now on, and no frame is.
  gathering.world.http.serve('https://provider.test', () => Promise.resolve(undefined))
  assert.equal(await gathering.done(alice.deleteAccount(), 2 * MINUTE_MS), 'unreachable')
  assert.notDeepEqual(await gathering.done(gathering.provider.tablesWith(accountId.toBytes(account))), [])
})
