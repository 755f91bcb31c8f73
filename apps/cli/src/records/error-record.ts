import type { Choice } from '../failure/command-failure.ts'
import { count, list, object, oneOf, optional, text } from '../json/shape.ts'
import type { Shape } from '../json/shape.ts'

export type ErrorRecord = {
  readonly type: 'error'
  readonly code: string
  /** What happened and what to do next, in the language that was chosen. */
  readonly text: string
  /** Of `ambiguous`: what could have been meant, and how to say it. */
  readonly choices: readonly Choice[]
  readonly retryAfterMs: number | undefined
}

export const errorShape: Shape<ErrorRecord> = object<ErrorRecord>({
  type: oneOf(['error']),
  code: text(),
  text: text(),
  choices: list(object<Choice>({ use: text(), title: text(), kind: oneOf(['person', 'self', 'direct', 'group']) })),
  retryAfterMs: optional(count),
})
