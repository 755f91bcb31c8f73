import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAccount, accountId } from '@rushlight/protocol'
import { createAlarms } from '../../src/engine/alarms.ts'
import { createPendingCalls } from '../../src/link/pending-calls.ts'

test('an answer that cannot be read may be asked for again, while the line is there; what it never answered is lost', async () => {
  const clock = { now: () => 0, setAlarm: () => undefined, clearAlarm: () => undefined, watchJumps: () => undefined }
  const calls = createPendingCalls(createAlarms(clock), clock)
  const garbled = calls.add(findAccount, () => undefined)
  const unanswered = calls.add(findAccount, () => undefined)
  calls.settle({ kind: 'answer', id: garbled.id, result: accountId.toBytes(accountId.fromBytes(new Uint8Array(32))) })
  calls.loseAll()
  assert.deepEqual(await garbled.result, { kind: 'failure', error: { code: 'unavailable' } })
  assert.deepEqual(await unanswered.result, { kind: 'lost' })
})
