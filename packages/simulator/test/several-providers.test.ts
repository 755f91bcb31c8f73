import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RoomId } from '@rushlight/protocol'
import { Gathering, MINUTE_MS, textsIn } from './gathering.ts'

/** Alice at one provider meets bruno at another. */
async function meet(): Promise<{ readonly gathering: Gathering; readonly room: RoomId }> {
  const gathering = await Gathering.of('alice', 'bruno@second.test')
  const alice = gathering.client('alice')
  const found = await gathering.done(alice.findByHandle('bruno@second.test'))
  assert.ok(found.kind === 'found', found.kind)
  const room = await gathering.done(alice.startDirect(found.account))
  assert.ok(room)
  await gathering.done(gathering.client('bruno').acceptRequest(room))
  return { gathering, room }
}

test('people at different providers find each other and talk, the same way every time', async () => {
  const hashes: string[] = []
  for (let times = 0; times < 2; times += 1) {
    const { gathering, room } = await meet()
    const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
    await gathering.done(alice.send(room, { text: 'from the first' }))
    await gathering.done(bruno.send(room, { text: 'from the second' }))
    for (const client of [alice, bruno])
      assert.deepEqual(await textsIn(client, room), ['from the first', 'from the second'])
    hashes.push(gathering.world.trace.digest())
  }
  assert.equal(hashes[0], hashes[1])
})

test('what is said while the network is cut between two providers comes when it is whole again', async () => {
  const { gathering, room } = await meet()
  const [alice, bruno] = [gathering.client('alice'), gathering.client('bruno')]
  gathering.world.cut(({ from, to }) => gathering.providers.has(from) && gathering.providers.has(to))
  await gathering.done(alice.send(room, { text: 'into the dark' }))
  assert.deepEqual(await textsIn(bruno, room), [])
  gathering.world.heal()
  await gathering.pass(3 * MINUTE_MS)
  assert.deepEqual(await textsIn(bruno, room), ['into the dark'])
})
