import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DEVICES_PER_ACCOUNT_EXPECTED, POST_QUANTUM_DEVICES_EXPECTED_MAX, suiteForRoom } from '@rushlight/protocol'

test('a room is made with X-Wing unless so many people are in it that its devices may be more than a hundred', () => {
  const few = Math.floor(POST_QUANTUM_DEVICES_EXPECTED_MAX / DEVICES_PER_ACCOUNT_EXPECTED)
  assert.equal(suiteForRoom({ kind: 'self', accounts: 1 }), 0xf00d)
  assert.equal(suiteForRoom({ kind: 'direct', accounts: 2 }), 0xf00d)
  assert.equal(suiteForRoom({ kind: 'group', accounts: few }), 0xf00d)
  assert.equal(suiteForRoom({ kind: 'group', accounts: few + 1 }), 0x0001)
})
