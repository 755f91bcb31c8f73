import { styleText } from 'node:util'
import type { Context } from '../context.ts'
import { formatJsonLine } from '../json/json-line.ts'
import { writeText } from './write-text.ts'

/** A record for programs, or its words for people, on standard output. */
export function print(context: Context, record: object, human: string): Promise<void> {
  return writeText(context.output, context.isJson ? formatJsonLine(record) : `${human}\n`)
}

/** For people only, beside the output: what they should know but no program asked for. */
export async function note(context: Context, human: string): Promise<void> {
  if (!context.isJson) await writeText(context.errors, `${human}\n`)
}

type Style = Parameters<typeof styleText>[0]

/** Styled only where it shows: not in a pipe, not with NO_COLOR. */
export function styled({ output }: Context, style: Style, text: string): string {
  return styleText(style, text, { stream: output })
}
