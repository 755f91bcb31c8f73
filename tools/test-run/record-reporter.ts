/**
 * A reporter of Node's test runner for our own summary: the counts so far, and what was skipped and why, as lines of
 * JSON. A line is written at every end of a test, so that something is known of a run that had to be ended.
 */
import { relative } from 'node:path'
import type { EventData } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { addCounts, noTests, type SkippedTest, type TestCounts, type TestRecordLine } from './test-record.ts'

export default async function* record(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  let counts = noTests
  const skipped: SkippedTest[] = []
  for await (const event of events) {
    if (event.type === 'test:pass' || event.type === 'test:fail') {
      const ended = countsOf(event.type, event.data)
      counts = addCounts(counts, ended)
      if (ended.skipped > 0) skipped.push(describeSkipped(event.data))
      yield line({ counts, skipped: [], isFinal: false })
    }
    // A summary that names a file is that file's own; the last one, without, is everything's.
    if (event.type === 'test:summary' && event.data.file === undefined) {
      const { tests, suites, passed, cancelled, skipped: skips, todo } = event.data.counts
      const failed = tests - passed - cancelled - skips - todo
      counts = { tests, suites, passed, failed, cancelled, skipped: skips, todo }
      yield line({ counts, skipped, isFinal: true })
    }
  }
}

function countsOf(type: 'test:pass' | 'test:fail', test: EventData.TestPass | EventData.TestFail): TestCounts {
  if (test.details.type === 'suite') return { ...noTests, suites: 1 }
  if (isSet(test.skip)) return { ...noTests, tests: 1, skipped: 1 }
  if (isSet(test.todo)) return { ...noTests, tests: 1, todo: 1 }
  return type === 'test:pass' ? { ...noTests, tests: 1, passed: 1 } : { ...noTests, tests: 1, failed: 1 }
}

function describeSkipped(test: EventData.TestPass | EventData.TestFail): SkippedTest {
  const file = test.file === undefined ? '' : ` (${relative(process.cwd(), test.file)})`
  return { name: test.name + file, reason: typeof test.skip === 'string' ? test.skip : 'no reason given' }
}

function isSet(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false
}

function line(record: TestRecordLine): string {
  return `${JSON.stringify(record)}\n`
}
