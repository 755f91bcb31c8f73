import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logId, roomId } from '@rushlight/protocol'
import { reportReseats, Reseats } from '../src/reseats.ts'

const id = roomId.fromBytes(new Uint8Array(32))
const lost = logId.fromBytes(new Uint8Array(32).fill(1))
const won = logId.fromBytes(new Uint8Array(32).fill(2))

test('it counts the commits of the winning branch from contact until somebody of the lost one is in', () => {
  const reseats = new Reseats()
  reseats.note('alice', { id, log: won, epoch: 4, apartFrom: undefined })
  reseats.note('bruno', { id, log: lost, epoch: 6, apartFrom: undefined })
  reseats.note('bruno', { id, log: lost, epoch: 6, apartFrom: won })
  reseats.note('alice', { id, log: won, epoch: 5, apartFrom: undefined })
  reseats.note('alice', { id, log: won, epoch: 7, apartFrom: undefined })
  reseats.note('bruno', { id, log: undefined, epoch: undefined, apartFrom: undefined })
  reseats.note('bruno', { id, log: won, epoch: 7, apartFrom: undefined })
  assert.deepEqual(reseats.commits, [3])
  assert.deepEqual(reportReseats([3, 1]), { devices: 2, withinTwoCommits: 1, mostCommits: 3 })
})

test('whoever stays in his own branch after all was not let in anywhere', () => {
  const reseats = new Reseats()
  reseats.note('bruno', { id, log: lost, epoch: 6, apartFrom: won })
  reseats.note('bruno', { id, log: lost, epoch: 7, apartFrom: undefined })
  assert.deepEqual(reseats.commits, [])
})
