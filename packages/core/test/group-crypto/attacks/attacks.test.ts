import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attack, attackWithout } from './load-without.ts'
import { rules } from './rules.ts'

/** `npm run attacks`: each rule of the engine stops its attack, and it is this rule that does. */

for (const rule of rules) {
  test(`${rule.says} [${rule.attack}]`, async () => {
    assert.equal(await attack(rule), rule.held)
    assert.equal(await attackWithout(rule), rule.broken, 'with the rule taken out')
  })
}

test('no rule is named twice', () => {
  assert.equal(new Set(rules.map(({ attack }) => attack)).size, rules.length)
})
