import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspectRoom, submitGarbledCommit } from '@rushlight/core/testing'
import { Gathering, textsIn } from './gathering.ts'

test('a member who brings garbled commits cannot lock the room: the others speak over them (R10)', async () => {
  const gathering = await Gathering.of('alice', 'bruno', 'mallory')
  const room = await gathering.room('Rushes')
  const [alice, bruno, mallory] = ['alice', 'bruno', 'mallory'].map((name) => gathering.client(name))
  assert.ok(alice && bruno && mallory)
  const before = await inspectRoom(alice, room)
  const over: Uint8Array[] = []
  for (let times = 0; times < 3; times++) {
    const garbled = submitGarbledCommit(mallory, room, over)
    const { answer, entryHash } = await gathering.done(garbled)
    assert.equal(answer.kind === 'answer' && answer.value.kind, 'accepted')
    over.push(entryHash)
  }

  await gathering.done(alice.send(room, { text: 'still here' }))
  await gathering.done(bruno.send(room, { text: 'so am I' }))
  for (const client of [alice, bruno]) assert.deepEqual(await textsIn(client, room), ['still here', 'so am I'])
  const state = await inspectRoom(bruno, room)
  assert.equal(state?.standing, 'joined')
  assert.equal(state?.door, before?.door, 'no garbled commit opened an epoch')
  assert.deepEqual(state?.jobs, [])

  await gathering.done(alice.changeRoom(room, { kind: 'title', title: 'Rushlights' }))
  assert.notEqual((await inspectRoom(bruno, room))?.door, before?.door, 'a commit still counts')
  assert.equal((await bruno.rooms()).find(({ id }) => id === room)?.title, 'Rushlights')
})
