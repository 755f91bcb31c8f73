import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timersShown } from '../../src/composer/timer-model.ts'

const HOUR_MS = 3_600_000

test('a choice of timers is shown until somebody else has changed what is in force', () => {
  const none = { expireMs: undefined, burnMs: undefined }
  const hour = { expireMs: HOUR_MS, burnMs: undefined }
  const burning = { expireMs: undefined, burnMs: 5000 }
  assert.deepEqual(timersShown(none, undefined), none)
  assert.deepEqual(timersShown(none, { instead: none, chosen: hour }), hour)
  assert.deepEqual(timersShown(burning, { instead: none, chosen: hour }), burning)
  assert.deepEqual(timersShown(hour, { instead: none, chosen: hour }), hour)
})
