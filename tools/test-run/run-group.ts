/** Runs one group of tests with Node's test runner and tells what came of it. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runCommand } from '../process/run-command.ts'
import type { TestGroup } from './groups.ts'
import { parseTestRecord, type SkippedTest, type TestCounts } from './test-record.ts'

export type GroupOutcome = {
  readonly name: string
  readonly counts: TestCounts
  readonly skipped: readonly SkippedTest[]
  readonly wallMs: number
  /** What went wrong beside the tests themselves. It counts as one failed test. */
  readonly problem: string | undefined
}

export type GroupSettings = {
  readonly root: string
  /** Only tests whose name matches. */
  readonly namePattern: string | undefined
  /** Added to the environment. */
  readonly env: Readonly<Record<string, string>>
}

export async function runGroup(group: TestGroup, settings: GroupSettings): Promise<GroupOutcome> {
  const startedAt = performance.now()
  const desk = mkdtempSync(join(tmpdir(), 'rushlight-test-'))
  const recordFile = join(desk, 'record.json')
  const outcome = await runCommand({
    program: process.execPath,
    args: [...runnerFlags(group, settings, recordFile), ...group.files],
    cwd: settings.root,
    // The runner's own mark would make it behave as a part of the run that we may be in.
    env: { ...process.env, ...settings.env, NODE_TEST_CONTEXT: undefined },
    timeoutMs: group.groupTimeoutMs,
    output: 'show',
  })
  const record = parseTestRecord(existsSync(recordFile) ? readFileSync(recordFile, 'utf8') : '')
  rmSync(desk, { recursive: true, force: true })
  const { counts, skipped } = record
  return { name: group.name, counts, skipped, wallMs: performance.now() - startedAt, problem: findProblem() }

  function findProblem(): string | undefined {
    if (outcome.kind === 'timedOut') {
      const seconds = group.groupTimeoutMs / 1000
      return `${group.name} was ended after ${seconds} s: a test hung, or left something running (a server, a timer)`
    }
    if (!record.isFinal) return `${group.name} ended before its summary`
    const failed = counts.failed + counts.cancelled > 0
    if (outcome.kind === 'ended' && outcome.exitCode !== 0 && !failed)
      return `${group.name} ended with ${outcome.exitCode}`
    return undefined
  }
}

function runnerFlags(group: TestGroup, settings: GroupSettings, recordFile: string): readonly string[] {
  const reporter = (name: string): string => fileURLToPath(new URL(`${name}-reporter.ts`, import.meta.url))
  return [
    '--test',
    ...(group.processes === undefined ? ['--test-isolation=none'] : [`--test-concurrency=${group.processes}`]),
    `--test-timeout=${group.testTimeoutMs}`,
    `--test-reporter=${reporter('console')}`,
    '--test-reporter-destination=stdout',
    `--test-reporter=${reporter('record')}`,
    `--test-reporter-destination=${recordFile}`,
    ...(settings.namePattern === undefined ? [] : [`--test-name-pattern=${settings.namePattern}`]),
  ]
}
