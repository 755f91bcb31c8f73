import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSeed } from '../src/run-seed.ts'

test('a few worlds keep every promise, and the same seed gives the same trace', async () => {
  for (const seed of [1, 2, 3, 4]) assert.deepEqual((await runSeed(seed)).violations, [], `seed ${seed}`)
  const [one, other] = [await runSeed(5), await runSeed(5)]
  assert.equal(one.traceHash, other.traceHash)
})
