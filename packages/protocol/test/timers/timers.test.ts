import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { composeContent, timersOf } from '../../src/content/message.ts'
import { BURN_MS_MAX, BURN_MS_MIN, ENTRY_KEPT_MS_MAX, EXPIRE_MS_MAX } from '../../src/limits.ts'
import { TIME_TO_LIVE_STEP_MAX, timeToLiveMs, timeToLiveStep } from '../../src/log/time-to-live.ts'
import { deadlineOf, isDue, latestNow } from '../../src/timers/deadline.ts'

const time = fc.integer({ min: 0, max: 4_000_000_000_000 })
const lifetimes = fc.record(
  { expiresAt: time, burnAfterMs: fc.integer({ min: BURN_MS_MIN, max: BURN_MS_MAX }), readAt: time },
  { requiredKeys: [] },
)

test('a deadline is the earlier end, and nothing that happens later prolongs it', () => {
  fc.assert(
    fc.property(lifetimes, time, (lifetime, later) => {
      const end = deadlineOf(lifetime)
      const { expiresAt, burnAfterMs, readAt } = lifetime
      if (expiresAt !== undefined) assert.ok(end !== undefined && end <= expiresAt)
      if (burnAfterMs !== undefined && readAt !== undefined) assert.ok(end !== undefined && end <= readAt + burnAfterMs)
      if (expiresAt === undefined && (burnAfterMs === undefined || readAt === undefined)) assert.equal(end, undefined)
      if (readAt !== undefined || end === undefined) return
      const read = deadlineOf({ ...lifetime, readAt: later })
      assert.ok(read !== undefined && read <= end, 'reading never prolongs')
    }),
  )
})

test('a clock that is wrong, whichever, never prolongs', () => {
  fc.assert(
    fc.property(time, fc.integer({ min: -1_000_000, max: 1_000_000 }), time, (now, providerAheadMs, deadline) => {
      const clocks = { now, providerAheadMs }
      assert.ok(latestNow(clocks) >= now && latestNow(clocks) >= now + providerAheadMs)
      if (deadline <= now) assert.equal(isDue(deadline, clocks), true)
      assert.equal(isDue(undefined, clocks), false)
    }),
  )
})

test('a hub is told a step that is long enough and never longer than it may keep anything', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 * EXPIRE_MS_MAX }), (lifetimeMs) => {
      const step = timeToLiveStep(lifetimeMs)
      assert.ok(step <= TIME_TO_LIVE_STEP_MAX)
      assert.ok(timeToLiveMs(step) >= Math.min(lifetimeMs, ENTRY_KEPT_MS_MAX))
      assert.ok(timeToLiveMs(step) <= ENTRY_KEPT_MS_MAX)
      if (step > 0) assert.ok(timeToLiveMs(step - 1) < lifetimeMs, 'the first that is long enough')
    }),
  )
  assert.equal(timeToLiveStep(undefined), TIME_TO_LIVE_STEP_MAX)
})

test('what a content says of its timers is what was meant, or it is not taken', () => {
  const salt = new Uint8Array(16)
  const message = { kind: 'text', text: 'x', files: [] } as const
  const acceptedAt = 1_764_000_000_000
  fc.assert(
    fc.property(
      fc.integer({ min: -EXPIRE_MS_MAX, max: EXPIRE_MS_MAX }),
      fc.integer({ min: BURN_MS_MIN, max: BURN_MS_MAX }),
      (offset, burnAfterMs) => {
        const expiresAt = Math.floor((acceptedAt + offset) / 1000) * 1000
        fc.pre(Math.abs(expiresAt - acceptedAt) <= EXPIRE_MS_MAX)
        const content = composeContent({ message, timers: { expiresAt, burnAfterMs } }, salt)
        assert.deepEqual(timersOf(content, acceptedAt), { expiresAt, burnAfterMs })
      },
    ),
  )
  const plain = composeContent({ message, timers: {} }, salt)
  const late = { ...plain, expires: { relative: false, time: (acceptedAt + EXPIRE_MS_MAX + 1000) / 1000 } }
  assert.equal(timersOf(late, acceptedAt), undefined)
  assert.equal(timersOf({ ...plain, expires: { relative: true, time: acceptedAt / 1000 } }, acceptedAt), undefined)
  for (const burn of [BURN_MS_MIN - 1, BURN_MS_MAX + 1, 'soon']) {
    assert.equal(timersOf({ ...plain, extensions: new Map([[-1, burn]]) }, acceptedAt), undefined)
  }
})
