import assert from 'node:assert/strict'
import { test } from 'node:test'
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
