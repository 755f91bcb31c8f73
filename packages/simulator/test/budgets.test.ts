import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom } from '@rushlight/core/testing'
import { OPENINGS_PER_DAY_MAX } from '@rushlight/protocol'
import { DAY_MS, Gathering, MINUTE_MS } from './gathering.ts'

const LOSSES = 24

test('a hub that loses its log again and again makes nobody open more than twenty a day, and the room goes on the day after (R34)', async () => {
  const gathering = await Gathering.of('alice')
  const copy = await gathering.done(gathering.provider.restore())
  const room = await gathering.room('Rushes')
  const alice = gathering.client('alice')
  const logs = new Set<string | undefined>()
  for (let times = 0; times < LOSSES; times++) {
    logs.add((await inspectRoom(alice, room))?.log)
    await gathering.done(gathering.provider.restore(copy), MINUTE_MS)
  }
  logs.add((await inspectRoom(alice, room))?.log)
  assert.equal(logs.size, 1 + OPENINGS_PER_DAY_MAX, 'the first one, and so many more')

  await gathering.pass(DAY_MS + MINUTE_MS)
  const sent = await gathering.done(alice.send(room, { text: 'another day' }), 5 * MINUTE_MS)
  assert.ok(sent.kind === 'queued' && (await alice.message(room, sent.id))?.status.kind !== 'sending')
})
