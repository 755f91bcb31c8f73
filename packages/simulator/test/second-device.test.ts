import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Gathering, MINUTE_MS } from './gathering.ts'

test('a room that is made after a second device has joined its maker contains that device, too', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const second = await gathering.addDevice('alice')
  const bruno = gathering.host('bruno').account()
  assert.ok(bruno)
  const room = await gathering.done(gathering.client('alice').createRoom('Rushes', [bruno]))
  assert.ok(room)
  assert.equal((await gathering.client('alice').room(room))?.devices, 3)
  assert.equal((await second.client?.room(room))?.standing, 'joined')
})

test('though its maker has not heard of that device, and its message gets there', async () => {
  const gathering = await Gathering.of('alice')
  gathering.host('alice').setAway(true)
  const second = await gathering.addDevice('alice')
  const room = await gathering.done(gathering.client('alice').createRoom('Rushes', []), 1000)
  assert.ok(room)
  await gathering.done(gathering.client('alice').send(room, { text: 'to both' }), 1000)
  gathering.host('alice').setAway(false)
  await gathering.pass(MINUTE_MS)
  assert.equal((await second.client?.room(room))?.standing, 'joined')
})

test('others who make a room with somebody after he has joined by a second device reach both', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const second = await gathering.addDevice('alice')
  const alice = gathering.host('alice').account()
  assert.ok(alice)
  const room = await gathering.done(gathering.client('bruno').createRoom('Rushes', [alice]))
  assert.ok(room)
  assert.equal((await gathering.client('bruno').room(room))?.devices, 3)
  for (const client of [gathering.client('alice'), second.client])
    assert.equal((await client?.room(room))?.standing, 'request')
})
