import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom } from '@rushlight/core/testing'
import { Gathering, MINUTE_MS } from './gathering.ts'

test('whoever put everybody out, and was alone on his side of a split, does so again where they went on (R25)', async () => {
  const gathering = await Gathering.of('alice', 'bruno@second.test', 'carla@third.test')
  const [alice, bruno, carla] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('carla')]
  for (const handle of ['bruno@second.test', 'carla@third.test'])
    assert.equal((await gathering.done(alice.findByHandle(handle))).kind, 'found')
  const room = await gathering.room('Rushes')
  gathering.world.cut(({ from, to }) => (from === 'provider.test') !== (to === 'provider.test') && from !== 'alice')
  for (const name of ['bruno', 'carla']) {
    const account = gathering.host(name).account()
    assert.ok(account)
    await gathering.done(alice.changeRoom(room, { kind: 'remove', account }))
  }
  assert.equal((await alice.room(room))?.participants.length, 1, 'alone on her side')
  await gathering.done(bruno.send(room, { text: 'is she there?' }))
  await gathering.done(carla.send(room, { text: 'I think so' }), 3 * MINUTE_MS)
  gathering.world.heal()
  await gathering.pass(10 * MINUTE_MS)

  for (const client of [bruno, carla]) assert.equal((await client.room(room))?.standing, 'removed')
  assert.equal((await inspectRoom(alice, room))?.standing, 'joined')
  assert.equal((await alice.room(room))?.participants.length, 1)
})
