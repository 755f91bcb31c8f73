import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { createBrowserClock } from '../../src/clock/browser-clock.ts'

test('a clock that is set is told of within seconds, though the alarm is hours away', (context) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 })
  context.after(() => mock.timers.reset())
  let steady = 0
  context.mock.method(performance, 'now', () => steady)
  const clock = createBrowserClock()
  const jumps: number[] = []
  const rung: number[] = []
  clock.watchJumps((byMs) => void jumps.push(byMs))
  clock.setAlarm(clock.now() + 3_600_000, () => void rung.push(clock.now()))
  steady += 3000
  mock.timers.tick(3000)
  assert.equal(jumps.length, 0)
  steady += 3000 + 60_000
  mock.timers.tick(3000)
  assert.deepEqual(jumps, [-60_000])
  // Who is told sets the alarm anew: only that one rings.
  clock.watchJumps((byMs) => {
    jumps.push(byMs)
    clock.setAlarm(clock.now() + 10_000, () => void rung.push(-1))
  })
  mock.timers.setTime(1_000_000 + 1_800_000)
  steady += 3000
  mock.timers.tick(3000)
  assert.equal(jumps.length, 2)
  assert.equal(rung.length, 0)
  steady += 10_000
  mock.timers.tick(10_000)
  assert.deepEqual(rung, [-1])
})
