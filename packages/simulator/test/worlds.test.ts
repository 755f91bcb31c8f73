import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plans } from '../src/plans/plans.ts'
import { runPlan } from '../src/plans/run-plan.ts'
import { runSeed } from '../src/run-seed.ts'

/** Worlds that once broke a promise, each by its seed. */
const SEEDS = [
  // A message that was taken back left its bytes on the disks of those who had it.
  7,
  // A new device asked only those who were in the room long ago to let it in.
  12,
  // A device died before the provider had its new letterbox, and never offered it again: letters to it went nowhere.
  209,
  // A file that nobody had fetched yet went with its author's account, and was held to be lost.
  402,
] as const

test('worlds that once broke a promise keep all of them', async () => {
  for (const seed of SEEDS) assert.deepEqual((await runSeed(seed)).violations, [], `seed ${seed}`)
})

for (const plan of plans) {
  test(`every promise is kept when ${plan.happens}`, async () => {
    assert.deepEqual((await runPlan(plan)).violations, [])
  })
}
