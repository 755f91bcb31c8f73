import { formatDuration } from '../arguments/durations.ts'
import type { UsageProblem } from '../arguments/parse-arguments.ts'
import { OWN_FAILURE_CODES } from '../failure/command-failure.ts'
import type { CommandFailure, FailureCode, OwnFailureCode } from '../failure/command-failure.ts'
import type { ErrorRecord } from '../records/error-record.ts'
import type { Words } from '../words/words.ts'
import { safeLine } from './safe-text.ts'

/** A failure in words: what happened, and the next step. */
export async function describeFailure(words: Words, failure: CommandFailure): Promise<ErrorRecord> {
  const { code, choices, retryAfterMs } = failure
  return { type: 'error', code, text: await textOf(words, failure), choices, retryAfterMs }
}

/** As it is shown to people. */
export function failureLines(words: Words, { text, choices, retryAfterMs }: ErrorRecord): string {
  const wait = retryAfterMs === undefined ? '' : ` ${words.output.retryIn(formatDuration(retryAfterMs))}`
  const width = Math.max(0, ...choices.map(({ use }) => use.length))
  const lines = choices.map(({ use, title }) => `  ${use.padEnd(width)}  ${safeLine(title)}`)
  return [`rushlight: ${text}${wait}`, ...lines].join('\n')
}

async function textOf(words: Words, { code, usage }: CommandFailure): Promise<string> {
  if (code === 'usage')
    return usage === undefined ? words.usage.noCommand({ kind: 'noCommand' }) : usageText(words, usage)
  if (isOwn(code)) return words.errors[code]
  const { WIRE_ERROR_TEXTS } = await import('@rushlight/protocol')
  return WIRE_ERROR_TEXTS[code][words.language]
}

const OWN: ReadonlySet<string> = new Set(OWN_FAILURE_CODES)

function isOwn(code: FailureCode): code is Exclude<OwnFailureCode, 'usage'> {
  return OWN.has(code)
}

function usageText({ usage }: Words, problem: UsageProblem): string {
  switch (problem.kind) {
    case 'noCommand':
      return usage.noCommand(problem)
    case 'unknownCommand':
      return usage.unknownCommand({ ...problem, typed: safeLine(problem.typed) })
    case 'unknownOption':
      return usage.unknownOption({ ...problem, typed: safeLine(problem.typed) })
    case 'missingValue':
      return usage.missingValue(problem)
    case 'needlessValue':
      return usage.needlessValue(problem)
    case 'missingArgument':
      return usage.missingArgument(problem)
    case 'missingOption':
      return usage.missingOption(problem)
    case 'tooMany':
      return usage.tooMany(problem)
    case 'badValue':
      return usage.badValue(problem)
  }
}
