import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tally } from '../survive/tally.ts'

const receipt = (id: string, room = 'hills'): unknown => ({ type: 'receipt', id, room, status: 'queued' })
const message = (id: string, text = id): unknown => ({ type: 'message', id, text, room: 'hills' })

test('a message is owed to every device of other people that was in the room at its place', () => {
  const tally = new Tally()
  tally.noteSent('alice/1', receipt('before it was known'))
  tally.setRoom('hills', ['alice/1', 'alice/2', 'bobby', 'carla'])
  tally.noteSent('bobby', receipt('second'))
  tally.setRoom('hills', ['alice/1', 'alice/2', 'carla'])
  tally.noteSent('carla', receipt('third'))
  assert.deepEqual(tally.count(), {
    sent: 2 + 3 + 2,
    arrived: 0,
    doubled: 0,
    lastAt: 0,
    missing: { bobby: 1, carla: 2, 'alice/1': 2, 'alice/2': 2 },
  })
})

test('what arrived counts once, before its sender heard of it, too, and a copy under another name is one', () => {
  const tally = new Tally()
  tally.setRoom('hills', ['alice', 'bobby', 'carla'])
  tally.noteReceived('bobby', message('first'), 100)
  tally.noteSent('alice', receipt('first'))
  tally.noteReceived('bobby', message('another name', 'first'), 150)
  tally.noteReceived('bobby', message('first'), 200)
  tally.noteReceived('carla', message('what nobody is known to have said'), 300)
  const { sent, arrived, doubled, lastAt, missing } = tally.count()
  assert.deepEqual(
    { sent, arrived, doubled, lastAt, missing },
    {
      sent: 2,
      arrived: 1,
      doubled: 2,
      lastAt: 100,
      missing: { carla: 1 },
    },
  )
})

test('what was said into a room that nobody knows of is lost', () => {
  const tally = new Tally()
  tally.noteSent('alice', receipt('first', 'nowhere'))
  const { sent, arrived } = tally.count()
  assert.deepEqual([sent, arrived], [1, 0])
})
