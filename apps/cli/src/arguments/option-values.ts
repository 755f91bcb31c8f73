import { CommandFailure } from '../failure/command-failure.ts'
import type { OptionName } from './commands.ts'
import { parseDuration } from './durations.ts'
import type { Arguments } from './parse-arguments.ts'

/** The value that was given last; `undefined`: none was. */
export function textOf({ options }: Arguments, name: OptionName): string | undefined {
  return options.get(name)?.at(-1)
}

/** Every value that was given. */
export function textsOf({ options }: Arguments, name: OptionName): readonly string[] {
  return options.get(name) ?? []
}

export function requiredText(args: Arguments, option: OptionName): string {
  const value = textOf(args, option)
  if (value === undefined) throw new CommandFailure('usage', { usage: { kind: 'missingOption', option } })
  return value
}

export function isSet({ options }: Arguments, name: OptionName): boolean {
  return options.has(name)
}

export function durationOf(args: Arguments, option: OptionName): number | undefined {
  return valueOf(args, option, parseDuration)
}

export function countOf(args: Arguments, option: OptionName): number | undefined {
  return valueOf(args, option, (value) => (/^\d{1,9}$/.test(value) ? Number(value) : undefined))
}

export function oneOfWords<const T extends string>(
  args: Arguments,
  option: OptionName,
  words: readonly T[],
): T | undefined {
  return valueOf(args, option, (value) => words.find((word) => word === value))
}

export function positional({ positionals }: Arguments, index: number): string {
  const value = positionals[index]
  if (value === undefined) throw new Error('the number of positionals was checked before')
  return value
}

function valueOf<T>(args: Arguments, option: OptionName, parse: (value: string) => T | undefined): T | undefined {
  const given = textOf(args, option)
  if (given === undefined) return undefined
  const value = parse(given)
  if (value === undefined) throw new CommandFailure('usage', { usage: { kind: 'badValue', option } })
  return value
}
