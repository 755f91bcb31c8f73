import { COMMANDS, GLOBAL_OPTIONS, OPTIONS } from '../arguments/commands.ts'
import type { CommandName, CommandSpec, OptionName } from '../arguments/commands.ts'
import type { Words } from '../words/words.ts'

/** What the program says of itself: all commands, or those of one group. */
export function programHelp(words: Words, group: string | undefined): string {
  const { help } = words
  const names = Object.keys(COMMANDS).filter((name) => group === undefined || name.startsWith(`${group} `))
  const rows = names.map((name) => [synopsisOf(name), summaryOf(words, name)] as const)
  return [
    `${help.usage}: rushlight [--profile DIR] [--json] [--lang en|nl] ${group ?? 'COMMAND'} …`,
    '',
    help.about,
    '',
    `${help.commands}:`,
    ...tableOf(rows),
    '',
    `${help.everywhere}:`,
    ...tableOf(GLOBAL_OPTIONS.map((name) => optionRow(words, name))),
    '',
    help.more,
    '',
    help.exitCodes,
    '',
  ].join('\n')
}

export function commandHelp(words: Words, command: CommandName): string {
  const { help } = words
  const spec = COMMANDS[command]
  const options = spec.options.length === 0 ? [] : ['', `${help.options}:`, ...optionLines(words, spec.options)]
  return [
    `${help.usage}: rushlight ${synopsisOf(command)}`,
    '',
    words.commands[command],
    ...options,
    '',
    `${help.everywhere}:`,
    ...optionLines(words, GLOBAL_OPTIONS),
    '',
  ].join('\n')
}

function optionLines(words: Words, names: readonly OptionName[]): readonly string[] {
  return tableOf(names.map((name) => optionRow(words, name)))
}

function synopsisOf(name: string): string {
  const [, spec] = Object.entries<CommandSpec>(COMMANDS).find(([one]) => one === name) ?? []
  const options = (spec?.options ?? []).map((option) => {
    const { value, many } = OPTIONS[option]
    const text = value === undefined ? `--${option}` : `--${option} ${value}`
    return option === 'server' || many !== undefined ? text : `[${text}]`
  })
  return [name, ...(spec?.positionals ?? []).map((one) => (one.includes('|') ? `(${one})` : one)), ...options].join(' ')
}

function summaryOf(words: Words, name: string): string {
  const [, summary = ''] = Object.entries(words.commands).find(([one]) => one === name) ?? []
  return summary
}

function optionRow(words: Words, name: OptionName): readonly [string, string] {
  const { value } = OPTIONS[name]
  return [value === undefined ? `--${name}` : `--${name} ${value}`, words.options[name]]
}

const NAME_WIDTH_MAX = 34

/** Names that are too wide stand on a line of their own. */
function tableOf(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length).filter((length) => length <= NAME_WIDTH_MAX))
  return rows.map(([name, text]) => {
    const isWide = name.length > width
    return isWide ? `  ${name}\n  ${' '.repeat(width)}  ${text}` : `  ${name.padEnd(width)}  ${text}`
  })
}
