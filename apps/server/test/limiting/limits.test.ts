import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { createRateLimit } from '../../src/limiting/rate-limit.ts'
import { createRecent } from '../../src/limiting/recent.ts'
import { createWindowLimit } from '../../src/limiting/window-limit.ts'
import { ManualTime } from '../support/manual-time.ts'

test('a rate lets a burst pass, then one for each span, and says how long to wait', async () => {
  const time = new ManualTime()
  const limit = createRateLimit(time, { burst: 3, refillMs: 1000 })
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit.take('a')),
    [0, 0, 0, 1000],
  )
  assert.equal(limit.take('b'), 0, 'another key has a burst of its own')
  await time.advance(400)
  assert.equal(limit.take('a'), 600)
  await time.advance(600)
  assert.equal(limit.take('a'), 0)
  await time.advance(60_000)
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit.take('a')),
    [0, 0, 0, 1000],
  )
})

test('what is larger than the whole burst passes when the burst is there', () => {
  const time = new ManualTime()
  const limit = createRateLimit(time, { burst: 3, refillMs: 1000 })
  assert.equal(limit.take('a', 10), 0)
  assert.equal(limit.take('a', 10), 3000)
})

test('a window limit is exact for an even flow, and never off by a whole window', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { minLength: 1, maxLength: 200 }), (gaps) => {
      const time = new ManualTime(0)
      const windowMs = 1000
      const limit = createWindowLimit(time, { count: 10, windowMs })
      const taken: number[] = []
      for (const gap of gaps) {
        time.jump(gap)
        if (limit.take('a') === 0) taken.push(time.now())
      }
      for (const end of taken) {
        const inWindow = taken.filter((at) => at > end - windowMs && at <= end).length
        // Weighing the window before is exact for an even flow and may err by its unevenness, never by a whole window.
        assert.ok(inWindow < 20, `${inWindow} in one window`)
      }
    }),
    { numRuns: 100 },
  )
})

test('a window limit takes its whole count at once, and no more until time has passed', async () => {
  const time = new ManualTime(0)
  const limit = createWindowLimit(time, { count: 5, windowMs: 1000 })
  for (let i = 0; i < 5; i += 1) assert.equal(limit.take('a'), 0)
  const wait = limit.take('a')
  assert.ok(wait > 0 && wait <= 1000)
  await time.advance(1999)
  assert.equal(limit.take('a'), 0)
})

test('waiting as long as it says is enough', () => {
  const time = new ManualTime(0)
  const limit = createWindowLimit(time, { count: 5, windowMs: 1000 })
  for (let i = 0; i < 200; i += 1) {
    const wait = limit.take('a')
    if (wait === 0) continue
    time.jump(wait)
    // At the end of a window the one before begins to weigh: it may ask once more, never for ever.
    const again = limit.take('a')
    if (again > 0) {
      time.jump(again)
      assert.equal(limit.take('a'), 0)
    }
  }
})

test('a map of recent things forgets what was not touched for longest', () => {
  const forgotten: string[] = []
  const recent = createRecent<string, number>(2, (key) => void forgotten.push(key))
  recent.set('a', 1)
  recent.set('b', 2)
  recent.get('a')
  recent.set('c', 3)
  assert.deepEqual(forgotten, ['b'])
  assert.equal(recent.size, 2)
})
