import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isGone } from '../../src/app/server-gone.ts'

test('a server counts as gone after a week without an answer, and never by what is not there', () => {
  assert.equal(isGone('20000', 20_006), false)
  assert.equal(isGone('20000', 20_007), true)
  assert.equal(isGone('', 20_007), false)
  assert.equal(isGone('x', 20_007), false)
  assert.equal(isGone('20009', 20_000), false, 'a clock that was put back')
})
