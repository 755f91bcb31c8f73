import { exitCodeOf } from '../exit-code.ts'
import { OPTIONS } from '../settings/options.ts'
import { readOptions } from '../settings/read-options.ts'
import type { Environment } from '../settings/read-options.ts'
import { configOf, parseSettings } from '../settings/settings.ts'
import type { Settings } from '../settings/settings.ts'

/** What a command of the server is given, and where it speaks. */
export type CommandLine = {
  /** Without the command's own name. */
  readonly args: readonly string[]
  readonly environment: Environment
  readonly out: (text: string) => void
  readonly err: (text: string) => void
}

/** A command beside `serve`: its own words and flags, and those of the provider's that it needs. */
export type CommandSpec = {
  readonly usage: string
  /** So many at least, and at most. */
  readonly words: readonly [number, number]
  /** Of its own flags, whether they take a value. */
  readonly flags: Readonly<Record<string, 'text' | 'yes'>>
}

export type Given = {
  readonly settings: Settings
  readonly words: readonly string[]
  readonly flags: ReadonlyMap<string, string>
}

export const USAGE_ERROR = 64

export async function runCommand(
  line: CommandLine,
  spec: CommandSpec,
  run: (given: Given) => Promise<number>,
): Promise<number> {
  const split = splitArguments(line.args, spec)
  if (split.wrong !== undefined) return complain(line, split.wrong, USAGE_ERROR)
  const read = readOptions(split.rest, line.environment)
  if (read.kind === 'wrong') return complain(line, read.reason, read.exitCode)
  if (read.commands.has('help')) return say(line, spec.usage)
  const parsed = parseSettings(read.options)
  if (parsed.kind === 'wrong') return complain(line, parsed.reason, USAGE_ERROR)
  if (read.commands.has('print-config')) return say(line, configOf(read.options))
  const [least, most] = spec.words
  if (split.words.length < least || split.words.length > most)
    return complain(line, `see --help\n${spec.usage}`, USAGE_ERROR)
  try {
    return await run({ settings: parsed.settings, words: split.words, flags: split.flags })
  } catch (error) {
    return complain(line, error instanceof Error ? error.message : 'failed', exitCodeOf(error))
  }
}

export function complain({ err }: CommandLine, reason: string, exitCode: number): number {
  err(`rushlight: ${reason}\n`)
  return exitCode
}

function say({ out }: CommandLine, text: string): number {
  out(text)
  return 0
}

type Split = {
  readonly words: readonly string[]
  readonly flags: ReadonlyMap<string, string>
  /** The provider's own options. */
  readonly rest: readonly string[]
  readonly wrong?: string
}

function splitArguments(args: readonly string[], spec: CommandSpec): Split {
  const words: string[] = []
  const flags = new Map<string, string>()
  const rest: string[] = []
  const left = [...args]
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, name, assigned] = /^--([\w-]+)(?:=(.*))?$/s.exec(arg) ?? []
    if (name === undefined) {
      words.push(arg)
      continue
    }
    const own = Object.hasOwn(spec.flags, name) ? spec.flags[name] : undefined
    const takesValue = own === 'text' || (own === undefined && isTextOption(name))
    const value = takesValue && assigned === undefined ? left.shift() : assigned
    if (own === undefined)
      rest.push(...(takesValue && assigned === undefined ? [arg, ...(value === undefined ? [] : [value])] : [arg]))
    else if (own === 'text' && value === undefined) return { words, flags, rest, wrong: `--${name} needs a value` }
    else flags.set(name, value ?? 'true')
  }
  return { words, flags, rest }
}

function isTextOption(name: string): boolean {
  return Object.entries(OPTIONS).some(([option, { value }]) => option === name && value === 'text')
}
