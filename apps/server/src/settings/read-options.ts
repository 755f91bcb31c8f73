import { readFileSync } from 'node:fs'
import { FOREIGN_VARIABLES, isOptionName, nearestOf, OPTIONS, PREFIX } from './options.ts'
import type { OptionName } from './options.ts'

/** What was set where, before it is understood; or what is wrong with it, in words for whoever typed it. */
export type ReadOptions =
  | { readonly kind: 'read'; readonly options: OptionValues; readonly commands: ReadonlySet<CommandFlag> }
  | { readonly kind: 'wrong'; readonly exitCode: 64 | 78; readonly reason: string }

export type OptionValues = ReadonlyMap<OptionName, string>
/** Flags that make the program do something else. */
type CommandFlag = 'help' | 'print-config'
export type Environment = Readonly<Record<string, string | undefined>>

const COMMAND_FLAGS: readonly CommandFlag[] = ['help', 'print-config']
const NAMES: readonly string[] = Object.keys(OPTIONS)

export function readOptions(args: readonly string[], environment: Environment): ReadOptions {
  const flags = readFlags(args)
  if (flags.kind === 'wrong') return flags
  const variables = readVariables(environment)
  if (variables.kind === 'wrong') return variables
  const file = flags.options.get('config') ?? variables.options.get('config')
  const configured = file === undefined ? NOTHING : readFile(file)
  if (configured.kind === 'wrong') return configured
  return {
    kind: 'read',
    options: new Map([...configured.options, ...variables.options, ...flags.options]),
    commands: flags.commands,
  }
}

const NOTHING: ReadOptions = { kind: 'read', options: new Map(), commands: new Set() }

function readFlags(args: readonly string[]): ReadOptions {
  const options = new Map<OptionName, string>()
  const commands = new Set<CommandFlag>()
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name = '', assigned] = /^--([\w-]+)(?:=(.*))?$/s.exec(arg) ?? []
    const command = COMMAND_FLAGS.find((one) => one === name)
    if (command !== undefined && assigned === undefined) {
      commands.add(command)
      continue
    }
    if (!isOptionName(name)) return wrong(`unknown option ${arg.split('=')[0] ?? ''}`, name)
    const value = OPTIONS[name].value === 'yes' ? (assigned ?? 'true') : (assigned ?? rest.shift())
    if (value === undefined) return { kind: 'wrong', exitCode: 64, reason: `--${name} needs a value` }
    options.set(name, value)
  }
  return { kind: 'read', options, commands }
}

function readVariables(environment: Environment): ReadOptions {
  const options = new Map<OptionName, string>()
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || FOREIGN_VARIABLES.includes(variable) || value === undefined) continue
    const name = variable.slice(PREFIX.length).toLowerCase().replaceAll('_', '-')
    if (!isOptionName(name)) return wrong(`unknown variable ${variable}`, name)
    options.set(name, value)
  }
  return { kind: 'read', options, commands: new Set() }
}

function readFile(file: string): ReadOptions {
  const json = parseJson(file)
  if (json === undefined) return { kind: 'wrong', exitCode: 78, reason: 'the configuration file is no JSON object' }
  const options = new Map<OptionName, string>()
  for (const [name, value] of Object.entries(json)) {
    if (!isOptionName(name) || name === 'config') return { ...wrong(`unknown key ${name}`, name), exitCode: 78 }
    if (!['string', 'boolean', 'number'].includes(typeof value)) {
      return { kind: 'wrong', exitCode: 78, reason: `the value of ${name} is no text` }
    }
    options.set(name, String(value))
  }
  return { kind: 'read', options, commands: new Set() }
}

function parseJson(file: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isRecord(json) ? json : undefined
  } catch {
    return undefined
  }
}

function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}

function wrong(what: string, name: string): Extract<ReadOptions, { kind: 'wrong' }> {
  const nearest = nearestOf(name, [...NAMES, ...COMMAND_FLAGS])
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`
  return { kind: 'wrong', exitCode: 64, reason: what + hint }
}
