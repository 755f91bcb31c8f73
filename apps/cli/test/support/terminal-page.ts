/** The parts of `docs/terminal.md` that are made from the program itself. */
import { COMMANDS, GLOBAL_OPTIONS, OPTIONS } from '../../src/arguments/commands.ts'
import type { CommandSpec, OptionName } from '../../src/arguments/commands.ts'
import { exitCodeOf, OWN_FAILURE_CODES } from '../../src/failure/command-failure.ts'
import { HANDLERS } from '../../src/host/handlers.ts'
import { english } from '../../src/words/english.ts'

export const MADE: Readonly<Record<string, () => string>> = {
  commands: commandTable,
  options: optionTable,
  'exit codes': exitCodeTable,
}

/** The names of all methods, one a line, as `docs/daemon.md` has to name them. */
export function methodNames(): readonly string[] {
  return [...HANDLERS.keys(), 'subscribeReceive', 'unsubscribeReceive']
}

function commandTable(): string {
  const rows = Object.entries<CommandSpec>(COMMANDS).map(([name, { positionals, options }]) => {
    const takes = [...positionals, ...options.map((option) => optionText(option))]
      .join(' ')
      .replaceAll('|', String.raw`\|`)
    const summary = Object.entries(english.commands).find(([one]) => one === name)?.[1] ?? ''
    return `| \`${name}\` | ${takes === '' ? '' : `\`${takes}\``} | ${summary} |`
  })
  return ['| command | takes | what it does |', '|---|---|---|', ...rows].join('\n')
}

function optionTable(): string {
  const names = [...GLOBAL_OPTIONS, ...Object.keys(OPTIONS)].filter((name, i, all) => all.indexOf(name) === i)
  const rows = names.map((name) => {
    const text = Object.entries(english.options).find(([one]) => one === name)?.[1] ?? ''
    const spec = Object.entries(OPTIONS).find(([one]) => one === name)?.[1]
    const value = spec?.value === undefined ? '' : ` ${spec.value.replaceAll('|', String.raw`\|`)}`
    return `| \`--${name}${value}\` | ${text} |`
  })
  return ['| option | what it means |', '|---|---|', ...rows].join('\n')
}

function optionText(name: OptionName): string {
  const { value } = OPTIONS[name]
  return value === undefined ? `--${name}` : `--${name} ${value}`
}

function exitCodeTable(): string {
  const byCode = Map.groupBy(OWN_FAILURE_CODES, (code) => exitCodeOf(code))
  const rows = [...byCode]
    .toSorted(([a], [b]) => a - b)
    .map(([code, failures]) => `| ${code} | ${failures.map((failure) => `\`${failure}\``).join(', ')} |`)
  return ['| exit code | codes of errors |', '|---|---|', '| 0 | |', ...rows].join('\n')
}
