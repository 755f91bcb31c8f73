/** The test runner tells the truth, whatever the tests do: pass, fail, skip, hang, leave a server behind, not load. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestGroup } from '../test-run/groups.ts'
import { runGroup, type GroupOutcome } from '../test-run/run-group.ts'

const mixed = `
import { test } from 'node:test'
test('passes', () => {})
test('fails', () => { throw new Error('planted') })
test('is skipped', { skip: 'no vectors here' }, () => {})
`

for (const processes of [undefined, 2]) {
  const where = processes === undefined ? 'in one process' : 'in processes of their own'

  test(`passes, failures and skips are counted and skips named, ${where}`, async () => {
    const { counts, skipped, problem } = await runSources({ processes }, [mixed, `${mixed}test('one more', () => {})`])
    assert.deepEqual([counts.tests, counts.passed, counts.failed, counts.skipped], [7, 3, 2, 2])
    assert.deepEqual(
      skipped.map(({ reason }) => reason),
      ['no vectors here', 'no vectors here'],
    )
    assert.match(skipped[0]?.name ?? '', /^is skipped \(.*0\.test\.ts\)$/)
    assert.equal(problem, undefined)
  })

  test(`a file that does not load is a failure, ${where}`, async () => {
    const { counts } = await runSources({ processes }, [`import 'not-there'`, mixed])
    assert.deepEqual([counts.tests, counts.passed, counts.failed], [4, 1, 2])
  })

  test(`a test that never ends is failed when its time is up, and the others run, ${where}`, async () => {
    const hanging = `import { test } from 'node:test'\ntest('hangs', () => new Promise(() => setTimeout(() => {}, 6000)))`
    const { counts } = await runSources({ processes, testTimeoutMs: 3000 }, [hanging, mixed])
    assert.deepEqual([counts.tests, counts.passed, counts.failed + counts.cancelled, counts.skipped], [4, 1, 2, 1])
  })

  test(`what the tests left running ends with the group, and is a problem, ${where}`, async () => {
    const leaving = `import { test } from 'node:test'\ntest('leaves a timer', () => { setInterval(() => {}, 99) })`
    const { counts, problem } = await runSources({ processes, groupTimeoutMs: 3000 }, [mixed, leaving])
    assert.match(problem ?? '', /ended after 3 s/)
    assert.deepEqual([counts.passed > 0, counts.failed], [true, 1])
  })
}

test('a loop that never yields is ended with its group', async () => {
  const looping = `import { test } from 'node:test'\ntest('loops', () => { for (;;); })`
  const { problem } = await runSources({ groupTimeoutMs: 1000 }, [looping])
  assert.match(problem ?? '', /ended after 1 s/)
})

test('a process that ends in the middle is a problem', async () => {
  const { problem } = await runSources({}, [`process.exit(0)`, mixed])
  assert.match(problem ?? '', /ended before its summary/)
})

async function runSources(settings: Partial<TestGroup>, sources: readonly string[]): Promise<GroupOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'rushlight-group-'))
  const files = sources.map((source, index) => {
    writeFileSync(join(root, `${index}.test.ts`), source)
    return `${index}.test.ts`
  })
  const group: TestGroup = {
    name: 'unit',
    processes: undefined,
    testTimeoutMs: 10_000,
    groupTimeoutMs: 20_000,
    ...settings,
    files,
  }
  const outcome = await runGroup(group, { root, namePattern: undefined, env: {} })
  rmSync(root, { recursive: true, force: true })
  return outcome
}
