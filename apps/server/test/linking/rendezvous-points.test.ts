import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rendezvousId } from '@rushlight/protocol'
import { RENDEZVOUS_IN_MEMORY_MAX } from '../../src/limits.ts'
import { RendezvousPoints } from '../../src/linking/rendezvous-points.ts'

function idOf(number: number) {
  const bytes = new Uint8Array(16)
  new DataView(bytes.buffer).setUint32(0, number)
  return rendezvousId.fromBytes(bytes)
}

const box = Uint8Array.of(1)

test('messages are left in order, each place once, and the same again changes nothing', () => {
  const points = new RendezvousPoints()
  assert.equal(points.put(idOf(1), { place: 1, box }, 0), 'occupied')
  assert.equal(points.put(idOf(1), { place: 0, box }, 0), 'taken')
  assert.equal(points.put(idOf(1), { place: 0, box }, 0), 'taken')
  assert.equal(points.put(idOf(1), { place: 0, box: Uint8Array.of(2) }, 0), 'occupied')
  assert.equal(points.put(idOf(1), { place: 1, box: Uint8Array.of(3) }, 0), 'taken')
  assert.deepEqual(points.read(idOf(1), 0), [box, Uint8Array.of(3)])
})

test('after ten minutes nothing of it is left, and there are never more than fit', () => {
  const points = new RendezvousPoints()
  for (let number = 0; number < RENDEZVOUS_IN_MEMORY_MAX; number += 1)
    assert.equal(points.put(idOf(number), { place: 0, box }, 0), 'taken')
  assert.equal(points.put(idOf(RENDEZVOUS_IN_MEMORY_MAX), { place: 0, box }, 1), 'full')
  assert.deepEqual(points.read(idOf(0), 600_000), [])
  assert.equal(points.put(idOf(RENDEZVOUS_IN_MEMORY_MAX), { place: 0, box }, 600_000), 'taken')
})
