import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createJumpWatch } from '../../src/engine/jump-watch.ts'

test('a clock that is set is told of once and by how much; one that only passes or drifts is not', () => {
  const at = { wall: 1_000_000, steady: 5 }
  const watch = createJumpWatch({ wall: () => at.wall, steady: () => at.steady })
  const told: number[] = []
  watch.watch((byMs) => void told.push(byMs))
  const pass = (steadyMs: number, wallMs: number): void => {
    at.steady += steadyMs
    at.wall += wallMs
    watch.look()
  }
  pass(3_600_000, 3_600_000)
  pass(1000, 1400)
  assert.deepEqual(told, [])
  pass(3000, 3000 - 600_000)
  pass(3000, 3000)
  pass(0, 3_600_000)
  assert.deepEqual(told, [-599_600, 3_600_000])
})
