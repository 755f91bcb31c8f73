import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom } from '@rushlight/core/testing'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

test('a provider that lost its disk knows its people again, and new conversations begin (R29)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla', 'doris')
  const [alice, bruno, doris] = [gathering.client('alice'), gathering.client('bruno'), gathering.client('doris')]
  const [away, met] = [gathering.host('carla').account(), gathering.host('bruno').account()]
  assert.ok(away && met)
  const talk = await gathering.done(alice.startDirect(away))
  assert.ok(talk)
  gathering.host('carla').setAway(true)
  await gathering.done(gathering.provider.wipe())
  await gathering.pass(MINUTE_MS)

  assert.equal(alice.connection().isCaughtUp, true)
  const found = await gathering.done(doris.findById(away))
  assert.equal(found.kind, 'found', 'who has not come back yet is brought by whoever talked to her')

  const room = await gathering.done(alice.startDirect(met))
  assert.ok(room)
  await gathering.done(alice.send(room, { text: 'are you there again?' }))
  await gathering.done(bruno.acceptRequest(room))
  await gathering.done(bruno.send(room, { text: 'I am' }))
  for (const client of [alice, bruno]) assert.deepEqual(await textsIn(client, room), ['are you there again?', 'I am'])
})

test('a room goes on after its hub lost everything, and what was under way comes once (R25, R27)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'carla')
  const room = await gathering.room('Rushes')
  const clients = ['alice', 'bruno', 'carla'].map((name) => gathering.client(name))
  const [alice, bruno] = clients
  assert.ok(alice && bruno)
  await gathering.done(alice.send(room, { text: 'before' }))
  gathering.host('carla').setAway(true)
  await gathering.done(alice.send(room, { text: 'carla has not got this' }))
  const wiped = gathering.provider.wipe()
  await gathering.done(wiped, 1000)
  const sent = bruno.send(room, { text: 'while it was being wiped' })
  await gathering.done(sent, 30_000)
  gathering.host('carla').setAway(false)
  await gathering.pass(30_000)

  for (const client of clients) {
    assert.deepEqual((await textsIn(client, room)).toSorted(), [
      'before',
      'carla has not got this',
      'while it was being wiped',
    ])
    const lines = await client.messages(room, { limit: 50 })
    const moves = lines.flatMap(({ body }) => (body.kind === 'event' && body.event.kind === 'wentOn' ? [body] : []))
    assert.equal(moves.length, 1, 'one line says so')
  }
  const own = await alice.messages(room, { limit: 50 })
  const statuses = own.filter(({ body, isOwn }) => isOwn && body.kind === 'text').map(({ status }) => status.kind)
  assert.deepEqual(statuses, ['delivered', 'delivered'])
  const heads = await Promise.all(clients.map((client) => inspectRoom(client, room)))
  assert.equal(new Set(heads.map((head) => head?.log)).size, 1, 'all are in one log')
})
