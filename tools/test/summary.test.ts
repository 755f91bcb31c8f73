import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { GroupOutcome } from '../test-run/run-group.ts'
import { describeRun, totalCounts } from '../test-run/summary.ts'
import { noTests } from '../test-run/test-record.ts'

const unit: GroupOutcome = {
  name: 'unit',
  counts: { ...noTests, tests: 5, passed: 3, failed: 1, skipped: 1 },
  skipped: [{ name: 'official vectors', reason: 'not on this machine' }],
  wallMs: 1234,
  problem: undefined,
}
const browser: GroupOutcome = { name: 'browser', counts: noTests, skipped: [], wallMs: 0, problem: 'no Chromium' }

test('the summary ends with the totals of all groups, as the test runner itself would write them', () => {
  const closing = describeRun([unit, browser]).split('\n').slice(-8)
  assert.deepEqual(closing, [
    '# tests 6',
    '# suites 0',
    '# pass 3',
    '# fail 2',
    '# cancelled 0',
    '# skipped 1',
    '# todo 0',
    '# duration_ms 1234',
  ])
})

test('the summary names what was skipped and what could not run', () => {
  const text = describeRun([unit, browser])
  assert.match(text, /Skipped:\n {2}official vectors: not on this machine\n/)
  assert.match(text, /Problems:\n {2}no Chromium\n/)
})

test('a problem beside the tests counts as a failure', () => {
  assert.equal(totalCounts([browser]).failed, 1)
})
