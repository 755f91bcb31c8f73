import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { createTimerClock } from '../../src/clock/timer-clock.ts'

test('an alarm rings once, not before its time, and a later one replaces it', (context) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 })
  context.after(() => mock.timers.reset())
  const rung: number[] = []
  const clock = createTimerClock()
  const ring = (): void => void rung.push(clock.now())
  clock.setAlarm(clock.now() + 10_000, ring)
  mock.timers.tick(9_999)
  assert.equal(rung.length, 0)
  mock.timers.tick(1)
  assert.deepEqual(rung, [1_010_000])
  clock.setAlarm(clock.now() + 1000, ring)
  clock.setAlarm(clock.now() + 2000, ring)
  mock.timers.tick(1999)
  assert.equal(rung.length, 1)
  mock.timers.tick(1)
  mock.timers.tick(60_000)
  assert.deepEqual(rung, [1_010_000, 1_012_000])
})

test('an alarm in the past rings at once, but not while it is set; none rings when it was taken back', (context) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 })
  context.after(() => mock.timers.reset())
  let rung = 0
  const clock = createTimerClock()
  const ring = (): void => void (rung += 1)
  clock.setAlarm(5, ring)
  assert.equal(rung, 0)
  mock.timers.tick(1)
  assert.equal(rung, 1)
  clock.setAlarm(clock.now() + 10, ring)
  clock.clearAlarm()
  mock.timers.tick(60_000)
  assert.equal(rung, 1)
})

test('after a machine has slept nothing stays due for long', (context) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 })
  context.after(() => mock.timers.reset())
  const rung: number[] = []
  const clock = createTimerClock()
  const ring = (): void => void rung.push(clock.now())
  clock.setAlarm(clock.now() + 3_600_000, ring)
  // Timers stood still while the clock went on.
  mock.timers.setTime(1_000_000 + 4_000_000)
  mock.timers.tick(3_000)
  assert.equal(rung.length, 1)
})

test('a clock that is set is told of within seconds, though the alarm is hours away', (context) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 })
  context.after(() => mock.timers.reset())
  let steady = 0
  context.mock.method(performance, 'now', () => steady)
  const clock = createTimerClock()
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
