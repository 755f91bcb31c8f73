import assert from 'node:assert/strict'
import { test } from 'node:test'
import { misfortunes } from '../src/survival/misfortunes.ts'
import { runTown } from '../src/survival/run-town.ts'

/** Each has been looked at: its misfortune makes the room go on elsewhere, where it can. */
const SEEDS: Readonly<Record<string, number>> = { 'only-provider': 1, 'provider-dies': 1, split: 1 }
const OTHER_SEED = 2

for (const misfortune of misfortunes) {
  test(`every promise is kept, and people hear each other again, when ${misfortune.happens}`, async () => {
    const { violations, goOn } = await runTown(misfortune, SEEDS[misfortune.name] ?? OTHER_SEED)
    assert.deepEqual(violations, [])
    assert.ok(goOn?.ms !== undefined, 'they hear each other')
  })
}
