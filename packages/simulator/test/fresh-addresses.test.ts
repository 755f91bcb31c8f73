import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom, wantFreshAddresses } from '@rushlight/core/testing'
import { SET_ADDRESSES_PER_HOUR_MAX } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

test('fresh addresses that the hub wants later hold up no change of the room, and come at their time (R12, R34)', async () => {
  const gathering = await Gathering.of('alice', 'bruno')
  const room = await gathering.room('Rushes')
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  for (let times = 0; times <= SET_ADDRESSES_PER_HOUR_MAX; times++)
    await gathering.done(wantFreshAddresses(alice, room), 10_000)
  assert.deepEqual((await inspectRoom(alice, room))?.later, ['addresses'], 'one too many')

  await gathering.done(alice.changeRoom(room, { kind: 'title', title: 'Reeds' }), MINUTE_MS)
  assert.equal((await bruno.room(room))?.title, 'Reeds')

  await gathering.pass(120 * MINUTE_MS)
  const { jobs, later } = (await inspectRoom(alice, room)) ?? {}
  assert.deepEqual([jobs, later], [[], []])
  await gathering.done(bruno.send(room, { text: 'still reached' }))
  assert.deepEqual(await textsIn(alice, room), ['still reached'])
})
