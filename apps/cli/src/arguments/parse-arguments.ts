/**
 * The command line, understood. Options may stand anywhere; after `--` everything is taken as it is. An option's value that
 * begins with a dash is written behind a `=`, so a forgotten value never swallows the next option.
 */
import { parseArgs } from 'node:util'
import { COMMANDS, isServerCommand, GLOBAL_OPTIONS, GROUPS, isCommandName, isOptionName, OPTIONS } from './commands.ts'
import type { ClientCommand, CommandName, CommandSpec, OptionName } from './commands.ts'
import { nearestOf } from './nearest.ts'

export type Arguments = {
  readonly positionals: readonly string[]
  readonly options: ReadonlyMap<OptionName, readonly string[]>
}

export type ParsedLine =
  | { readonly kind: 'run'; readonly command: ClientCommand; readonly args: Arguments }
  /** A command, or the first word of several; `undefined`: the program itself. */
  | { readonly kind: 'help'; readonly of: string | undefined; readonly args: Arguments }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: UsageProblem; readonly args: Arguments }

export type UsageProblem =
  | { readonly kind: 'noCommand' }
  | { readonly kind: 'unknownCommand'; readonly typed: string; readonly near: string | undefined }
  | { readonly kind: 'unknownOption'; readonly typed: string; readonly near: string | undefined }
  | { readonly kind: 'missingValue'; readonly option: OptionName }
  | { readonly kind: 'needlessValue'; readonly option: OptionName }
  | { readonly kind: 'missingArgument'; readonly name: string }
  | { readonly kind: 'missingOption'; readonly option: OptionName }
  | { readonly kind: 'tooMany'; readonly command: CommandName }
  | { readonly kind: 'badValue'; readonly option: OptionName }

export function parseArguments(argv: readonly string[]): ParsedLine {
  const read = readTokens(argv)
  const { words, args, wrong } = read
  const isHelp = args.options.has('help')
  const [first] = words
  if (first === undefined) {
    if (wrong !== undefined) return { kind: 'wrong', problem: wrong, args }
    if (isHelp) return { kind: 'help', of: undefined, args }
    return args.options.has('version') ? { kind: 'version' } : { kind: 'wrong', problem: { kind: 'noCommand' }, args }
  }
  if (first === 'help') return { kind: 'help', of: words.slice(1).join(' ') || undefined, args }
  const command = commandOf(words)
  if (command === undefined) {
    if (isHelp && GROUPS.has(first)) return { kind: 'help', of: first, args }
    return { kind: 'wrong', problem: unknownCommand(words), args }
  }
  if (isHelp || isServerCommand(command)) return { kind: 'help', of: command, args }
  const positionals = words.slice(command.split(' ').length)
  return checkCommand(command, { positionals, options: args.options }, wrong)
}

function checkCommand(command: ClientCommand, given: Arguments, wrong: UsageProblem | undefined): ParsedLine {
  const args = command === 'room create' ? withMoreMembers(given) : given
  const spec = COMMANDS[command]
  const problem = wrong ?? foreignOption(spec, args) ?? countProblem(command, args.positionals)
  return problem === undefined ? { kind: 'run', command, args } : { kind: 'wrong', problem, args }
}

type ReadTokens = {
  readonly words: readonly string[]
  readonly args: Arguments
  readonly wrong: UsageProblem | undefined
}

const PARSED_OPTIONS = Object.fromEntries(
  Object.entries(OPTIONS).map(([name, { value }]) => [
    name,
    { type: value === undefined ? 'boolean' : 'string', ...(name === 'help' ? { short: 'h' } : {}) } as const,
  ]),
)

/** An id may begin with a dash, and no option is that long. */
const ID_WITH_DASH = /^-[\w-]{42}$/
/** In front of it while options are looked for; no argument can hold it. */
const SHIELD = '\0'

function readTokens(argv: readonly string[]): ReadTokens {
  const { tokens } = parseArgs({
    args: argv.map((arg) => (ID_WITH_DASH.test(arg) ? SHIELD + arg : arg)),
    options: PARSED_OPTIONS,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const words: string[] = []
  const options = new Map<OptionName, string[]>()
  let wrong: UsageProblem | undefined
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value.replace(SHIELD, ''))
    if (token.kind !== 'option') continue
    const { name, value } = token
    const problem = optionProblem(token)
    wrong ??= problem
    if (problem === undefined && isOptionName(name)) options.set(name, [...(options.get(name) ?? []), value ?? ''])
  }
  return { words, args: { positionals: words, options }, wrong }
}

type OptionToken = {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function optionProblem({ name, rawName, value, inlineValue }: OptionToken): UsageProblem | undefined {
  if (!isOptionName(name)) {
    const near = nearestOf(name, Object.keys(OPTIONS))
    return { kind: 'unknownOption', typed: rawName, near: near === undefined ? undefined : `--${near}` }
  }
  const takesValue = OPTIONS[name].value !== undefined
  if (!takesValue) return value === undefined ? undefined : { kind: 'needlessValue', option: name }
  const isForgotten = value === undefined || (inlineValue === false && value.startsWith('-'))
  return isForgotten ? { kind: 'missingValue', option: name } : undefined
}

function commandOf(words: readonly string[]): CommandName | undefined {
  const [first = '', second = ''] = words
  const two = `${first} ${second}`
  if (isCommandName(two)) return two
  return isCommandName(first) ? first : undefined
}

function unknownCommand(words: readonly string[]): UsageProblem {
  const [first = '', second] = words
  const typed = GROUPS.has(first) && second !== undefined ? `${first} ${second}` : first
  return { kind: 'unknownCommand', typed, near: nearestOf(typed, Object.keys(COMMANDS)) }
}

/** `--member alice bob`: what follows the title are members, too. */
function withMoreMembers({ positionals, options }: Arguments): Arguments {
  const members = options.get('member')
  if (members === undefined) return { positionals, options }
  return {
    positionals: positionals.slice(0, 1),
    options: new Map([...options, ['member', [...members, ...positionals.slice(1)]]]),
  }
}

function foreignOption({ options }: CommandSpec, args: Arguments): UsageProblem | undefined {
  const known = new Set<OptionName>([...GLOBAL_OPTIONS, ...options])
  const foreign = [...args.options.keys()].find((name) => !known.has(name))
  return foreign && { kind: 'unknownOption', typed: `--${foreign}`, near: undefined }
}

function countProblem(command: CommandName, given: readonly string[]): UsageProblem | undefined {
  const wanted = COMMANDS[command].positionals
  const missing = wanted[given.length]
  const isNeeded = missing?.startsWith('[') === false
  if (missing !== undefined && isNeeded) return { kind: 'missingArgument', name: missing.replace('…', '') }
  const takesMore = wanted.at(-1)?.endsWith('…') === true
  return given.length > wanted.length && !takesMore ? { kind: 'tooMany', command } : undefined
}
