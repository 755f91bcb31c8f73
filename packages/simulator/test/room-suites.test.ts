import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accountId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

test('a room of a few is post-quantum, one made for many is not, and a device joins either and says so', async () => {
  const gathering = await Gathering.of('alice', 'bobby')
  const [alice, bobby] = [gathering.client('alice'), gathering.client('bobby')]
  const small = await gathering.room('small')
  // 34 accounts may have 102 devices; it does not matter here that most of them do not answer.
  const absent = Array.from({ length: 32 }, (_, i) => accountId.fromBytes(new Uint8Array(32).fill(i)))
  const bob = gathering.host('bobby').account()
  assert.ok(bob)
  const large = await gathering.done(alice.createRoom('large', [bob, ...absent]), 5 * MINUTE_MS)
  assert.ok(large)
  await gathering.done(bobby.acceptRequest(large))
  for (const client of [alice, bobby]) {
    const rooms = new Map((await client.rooms()).map((room) => [room.id, room]))
    assert.equal(rooms.get(small)?.isPostQuantum, true)
    assert.equal(rooms.get(large)?.isPostQuantum, false)
  }
  for (const room of [small, large]) {
    await gathering.done(alice.send(room, { text: 'hello' }))
    assert.deepEqual(await textsIn(bobby, room), ['hello'])
  }
})
