/**
 * A reporter of Node's test runner for people: silent about what is quick and passes, a line for what takes long, and
 * for a failure all there is: its whole name, its place, the error, and what its process had printed.
 */
import { relative } from 'node:path'
import type { EventData } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import { inspect } from 'node:util'

const SLOW_MS = 1000
const PRINTED_CHARS_KEPT = 20_000

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string, void> {
  const names = new RunningNames()
  const printed = new Map<string, string>()
  for await (const event of events) {
    switch (event.type) {
      case 'test:start':
        names.start(event.data)
        break
      case 'test:stdout':
      case 'test:stderr':
        printed.set(
          event.data.file,
          `${printed.get(event.data.file) ?? ''}${event.data.message}`.slice(-PRINTED_CHARS_KEPT),
        )
        break
      case 'test:pass':
        if (event.data.details.duration_ms >= SLOW_MS && event.data.skip === undefined) {
          yield `  ✔ ${names.nameOf(event.data)} (${seconds(event.data.details.duration_ms)})\n`
        }
        break
      case 'test:fail':
        if (isOwnFailure(event.data)) yield describeFailure(event.data, names.nameOf(event.data))
        yield takePrinted(printed, event.data.file)
        break
      default:
    }
  }
}

/** The names of the tests under way, by file and depth: an event names only the innermost. */
class RunningNames {
  readonly #byFile = new Map<string, string[]>()

  start(test: EventData.TestStart): void {
    this.#namesIn(test.file).splice(test.nesting, Infinity, test.name)
  }

  nameOf(test: EventData.TestPass | EventData.TestFail): string {
    return [...this.#namesIn(test.file).slice(0, test.nesting), test.name].join(' › ')
  }

  #namesIn(file = ''): string[] {
    const names = this.#byFile.get(file) ?? []
    this.#byFile.set(file, names)
    return names
  }
}

/** A test that failed only because one inside it did has nothing to add. */
function isOwnFailure(test: EventData.TestFail): boolean {
  const error: unknown = test.details.error
  return !(error instanceof Error && 'failureType' in error && error.failureType === 'subtestsFailed')
}

function describeFailure(test: EventData.TestFail, name: string): string {
  const place = test.file === undefined ? '' : ` (${relative(process.cwd(), test.file)}:${test.line ?? 1})`
  const error: unknown = test.details.error
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const text = typeof cause === 'string' ? cause : inspect(cause, { colors: process.stdout.isTTY })
  return `  ✖ ${name}${place}\n${text.replaceAll(/^/gm, '    ')}\n`
}

function takePrinted(printed: Map<string, string>, file = ''): string {
  const text = printed.get(file)
  printed.delete(file)
  return text === undefined
    ? ''
    : `    printed by ${relative(process.cwd(), file)}:\n${text.replaceAll(/^/gm, '    | ')}\n`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
