import assert from 'node:assert/strict'
import { test } from 'node:test'
import { span } from '@rushlight/protocol'
import { countRebuild, rebuildAllowedAt } from '../../src/account/rebuild.ts'
import type { Rebuilt } from '../../src/home/home-row.ts'

test('a provider that is reborn again and again is rebuilt ever more rarely, once a day in the end (F32)', () => {
  assert.equal(rebuildAllowedAt(undefined, span.DAY_MS), 0, 'the first time at once')
  const waits: number[] = []
  let rebuilt: Rebuilt | undefined
  let now = span.DAY_MS
  for (let i = 0; i < 10; i++) {
    rebuilt = countRebuild(rebuilt, now)
    waits.push((rebuildAllowedAt(rebuilt, now) - now) / span.MINUTE_MS)
    now = rebuildAllowedAt(rebuilt, now)
  }
  assert.deepEqual(waits, [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440])

  rebuilt = countRebuild(rebuilt, now + 8 * span.DAY_MS)
  assert.equal(rebuilt.count, 1, 'another loss a week later stands for itself')
})

test('a rebuild that was counted by a clock put back since holds up none', () => {
  const now = span.DAY_MS
  const rebuilt = countRebuild(undefined, now + span.DAY_MS)
  assert.equal(rebuildAllowedAt(rebuilt, now), 0)
})
