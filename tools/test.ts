/**
 * All tests, one summary:
 *
 *   npm test -- [--install-browser] [PATTERN ...]
 *
 * A pattern that is part of a test file's path runs that file; otherwise it stands for tests with such a name. Browser
 * tests need a Chromium; it is installed only where nobody watches (CI) or where it was asked for.
 */
import { houseRoot } from './house/root.ts'
import { findChromium, installChromium, installChromiumHint } from './test-run/chromium.ts'
import { listTestGroups, type TestGroup } from './test-run/groups.ts'
import { runGroup, type GroupOutcome } from './test-run/run-group.ts'
import { describeRun, totalCounts } from './test-run/summary.ts'
import { noTests } from './test-run/test-record.ts'

process.exitCode = await test(process.argv.slice(2))

async function test(args: readonly string[]): Promise<number> {
  const mayInstall = args.includes('--install-browser') || isTrue(process.env['CI'])
  const { groups, namePattern } = select(args.filter((arg) => arg !== '--install-browser'))
  const outcomes: GroupOutcome[] = []
  for (const group of groups) {
    console.log(`${group.name}: ${group.files.length} ${group.files.length === 1 ? 'file' : 'files'}`)
    outcomes.push(group.name === 'browser' ? await runInBrowser(group) : await run(group))
  }
  console.log(describeRun(outcomes))
  const total = totalCounts(outcomes)
  if (total.tests === 0) console.error('No test has such a path or name.')
  return total.failed + total.cancelled > 0 || total.tests === 0 ? 1 : 0

  function run(group: TestGroup, env: Readonly<Record<string, string>> = {}): Promise<GroupOutcome> {
    return runGroup(group, { root: houseRoot, namePattern, env })
  }

  async function runInBrowser(group: TestGroup): Promise<GroupOutcome> {
    if (findChromium(process.env) === undefined && mayInstall) await installChromium()
    const chromium = findChromium(process.env)
    if (chromium !== undefined) return run(group, { CHROMIUM: chromium })
    const problem = `${group.name} tests found no Chromium. Type: ${installChromiumHint}`
    return { name: group.name, counts: noTests, skipped: [], wallMs: 0, problem }
  }
}

function select(patterns: readonly string[]): { groups: readonly TestGroup[]; namePattern: string | undefined } {
  const groups = listTestGroups(houseRoot).filter((group) => group.files.length > 0)
  if (patterns.length === 0) return { groups, namePattern: undefined }
  const byPath = groups
    .map((group) => ({ ...group, files: group.files.filter((file) => patterns.some((part) => file.includes(part))) }))
    .filter((group) => group.files.length > 0)
  return byPath.length > 0 ? { groups: byPath, namePattern: undefined } : { groups, namePattern: patterns.join('|') }
}

function isTrue(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}
