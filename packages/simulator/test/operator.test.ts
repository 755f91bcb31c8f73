import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom } from '@rushlight/core/testing'
import type { Client } from '@rushlight/core'
import { NAME_CLAIMED_MS, parseProviderName } from '@rushlight/protocol'
import type { RoomId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

async function logOf(client: Client, room: RoomId): Promise<string | undefined> {
  return (await inspectRoom(client, room))?.log
}

test('a room leaves a provider that says that it is going to end, while that is still there (R20 d)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'doris@second.test')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const added = await gathering.done(alice.providers.add({ url: 'https://second.test' }))
  assert.equal(added.kind, 'done')
  const met = gathering.host('bruno').account()
  assert.ok(met)
  const room = await gathering.done(alice.startDirect(met))
  assert.ok(room)
  await gathering.done(bruno.acceptRequest(room))
  await gathering.done(alice.send(room, { text: 'before' }))
  const left = await logOf(alice, room)
  const endsAt = gathering.world.scheduler.now() + 30 * 24 * 60 * MINUTE_MS
  await gathering.done(gathering.provider.desk.leave({ endsAt, successor: undefined }))
  await gathering.done(bruno.send(room, { text: 'after' }), 2 * MINUTE_MS)
  assert.notEqual(await logOf(alice, room), left)
  assert.equal(await logOf(alice, room), await logOf(bruno, room))
  gathering.provider.turnOff()
  await gathering.done(alice.send(room, { text: 'alone' }), MINUTE_MS)
  assert.deepEqual(await textsIn(alice, room), ['before', 'after', 'alone'])
})

test('nothing happens to a room that has nowhere else to go, nor after it was taken back', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  const before = await logOf(alice, room)
  const endsAt = gathering.world.scheduler.now() + 30 * 24 * 60 * MINUTE_MS
  await gathering.done(gathering.provider.desk.leave({ endsAt, successor: undefined }))
  await gathering.done(gathering.provider.desk.stay())
  await gathering.done(bruno.send(room, { text: 'still here' }))
  assert.deepEqual(await textsIn(alice, room), ['still here'])
  assert.equal(await logOf(alice, room), before)
})

test('rooms go on under another key of their provider, in another log there, and nothing is lost', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  await gathering.done(alice.send(room, { text: 'before' }))
  const before = await logOf(alice, room)
  await gathering.done(gathering.provider.rotateKey(), 3 * MINUTE_MS)
  await gathering.done(bruno.send(room, { text: 'after' }), MINUTE_MS)
  for (const client of [alice, bruno]) assert.deepEqual(await textsIn(client, room), ['before', 'after'])
  assert.notEqual(await logOf(alice, room), before)
  assert.equal(await logOf(alice, room), await logOf(bruno, room))
})

test('people follow their provider to its new name, with their rooms, and are found under it', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'doris@second.test')
  const found = await gathering.done(gathering.client('alice').findByHandle('doris@second.test'))
  assert.equal(found.kind, 'found')
  const room = await gathering.room('Rushes')
  const [alice, bruno, doris] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('doris')]
  await gathering.done(alice.send(room, { text: 'before' }))
  await gathering.done(gathering.provider.moveTo('new.test'), 5 * MINUTE_MS)
  assert.deepEqual(
    alice.providers.list().map(({ name, state }) => [name, state]),
    [['new.test', 'online']],
  )
  await gathering.done(bruno.send(room, { text: 'after' }), 2 * MINUTE_MS)
  for (const client of [alice, doris]) assert.deepEqual(await textsIn(client, room), ['before', 'after'])
  assert.equal((await gathering.done(doris.findByHandle('alice@new.test'))).kind, 'found')
})

test('nobody gets an account by answering at its provider’s address under another name', async () => {
  const gathering = await Gathering.of('alice')
  const alice = gathering.client('alice')
  gathering.provider.stop()
  gathering.provider.disk.disk.restore(new Map())
  await gathering.done(gathering.provider.moveTo('evil.test'), 5 * MINUTE_MS)
  assert.deepEqual(
    alice.providers.list().map(({ name, state }) => [name, state === 'online']),
    [[parseProviderName('provider.test'), false]],
  )
})

test('a closed provider that lost its disk and kept its words has its people and their names again at once (R31)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  await gathering.pass(NAME_CLAIMED_MS + 4 * 60 * MINUTE_MS)
  await gathering.done(gathering.provider.wipe({ byPhrase: true, isClosed: true }), 5 * MINUTE_MS)
  for (const client of [alice, bruno]) assert.equal(client.providers.list()[0]?.state, 'online')
  assert.equal((await gathering.done(bruno.findByHandle('alice'))).kind, 'found')

  // Once more, and without its words: nobody comes back until its operator lets them in.
  await gathering.done(gathering.provider.wipe({ isClosed: true }), 15 * MINUTE_MS)
  assert.equal(alice.providers.list()[0]?.state, 'connecting')
  const { desk } = gathering.provider
  const waiting = await gathering.done(desk.returning())
  const own = gathering.host('alice').account()
  assert.ok(own)
  assert.ok(waiting.some(({ account }) => account === own))
  await gathering.done(desk.admit(own), 5 * MINUTE_MS)
  assert.equal(alice.providers.list()[0]?.state, 'online')
})
