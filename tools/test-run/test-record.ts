/** What one run of Node's test runner leaves for us to read: written by record-reporter.ts, read by run-group.ts. */
import { isObject } from '../house/manifests.ts'

export type TestCounts = {
  readonly tests: number
  readonly suites: number
  readonly passed: number
  readonly failed: number
  readonly cancelled: number
  readonly skipped: number
  readonly todo: number
}

export type SkippedTest = { readonly name: string; readonly reason: string }

type TestRecord = { readonly counts: TestCounts; readonly skipped: readonly SkippedTest[] }

export const noTests: TestCounts = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 }

export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return {
    tests: a.tests + b.tests,
    suites: a.suites + b.suites,
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    cancelled: a.cancelled + b.cancelled,
    skipped: a.skipped + b.skipped,
    todo: a.todo + b.todo,
  }
}

/** A line of the record: where things stand. The last one counts, and is final once the runner made its summary. */
export type TestRecordLine = TestRecord & { readonly isFinal: boolean }

export function parseTestRecord(text: string): TestRecordLine {
  const lines = text.split('\n').slice(0, -1)
  const json: unknown = JSON.parse(lines.at(-1) ?? '{}')
  return isTestRecordLine(json) ? json : { counts: noTests, skipped: [], isFinal: false }
}

function isTestRecordLine(json: unknown): json is TestRecordLine {
  return isObject(json) && Array.isArray(json['skipped']) && isObject(json['counts'])
}
