import assert from 'node:assert/strict'
import { test } from 'node:test'
import { misfortunes } from '../src/survival/misfortunes.ts'
import { runTown } from '../src/survival/run-town.ts'

const SEED = 2

for (const misfortune of misfortunes) {
  test(`every promise is kept, and people hear each other again, when ${misfortune.happens}`, async () => {
    const { violations, goOn } = await runTown(misfortune, SEED)
    assert.deepEqual(violations, [])
    assert.ok(goOn?.ms !== undefined, 'they hear each other')
  })
}
