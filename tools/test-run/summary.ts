/** The summary of a whole run: a row for each group, what was skipped, what went wrong, and the totals. */
import type { GroupOutcome } from './run-group.ts'
import { addCounts, noTests, type TestCounts } from './test-record.ts'

/** The counts of all groups. A problem beside the tests counts as one test that failed. */
export function totalCounts(outcomes: readonly GroupOutcome[]): TestCounts {
  const counted = outcomes.map(({ counts, problem }) =>
    problem === undefined ? counts : addCounts(counts, { ...noTests, tests: 1, failed: 1 }),
  )
  return counted.reduce(addCounts, noTests)
}

/** Ends with the closing lines of Node's own test runner, for those who read them by machine. */
export function describeRun(outcomes: readonly GroupOutcome[]): string {
  const total = totalCounts(outcomes)
  const wallMs = outcomes.reduce((sum, outcome) => sum + outcome.wallMs, 0)
  return [
    '',
    row(['', 'tests', 'pass', 'fail', 'skip', 'time']),
    ...outcomes.map(describeGroup),
    ...section(
      'Skipped:',
      outcomes.flatMap((outcome) => outcome.skipped.map(({ name, reason }) => `${name}: ${reason}`)),
    ),
    ...section(
      'Problems:',
      outcomes.flatMap(({ problem }) => problem ?? []),
    ),
    '',
    `# tests ${total.tests}`,
    `# suites ${total.suites}`,
    `# pass ${total.passed}`,
    `# fail ${total.failed}`,
    `# cancelled ${total.cancelled}`,
    `# skipped ${total.skipped}`,
    `# todo ${total.todo}`,
    `# duration_ms ${Math.round(wallMs)}`,
  ].join('\n')
}

function describeGroup({ name, counts, wallMs }: GroupOutcome): string {
  const { tests, passed, failed, cancelled, skipped } = counts
  return row([name, ...[tests, passed, failed + cancelled, skipped].map(String), `${(wallMs / 1000).toFixed(1)} s`])
}

function row([name = '', ...cells]: readonly string[]): string {
  return name.padEnd(10) + cells.map((cell) => cell.padStart(8)).join('')
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)]
}
