import { GLOBAL_OPTIONS, isServerCommand, OPTIONS } from './commands.ts'
import type { ServerCommandName } from '@rushlight/server/main'

export type ServerCommand = { readonly command: ServerCommandName; readonly args: readonly string[] }

/** The server's commands read their own options: everything behind the command's name is theirs. */
export function serverCommandIn(argv: readonly string[]): ServerCommand | undefined {
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? ''
    if (isServerCommand(word)) return { command: word, args: argv.slice(index + 1) }
    const option = GLOBAL_OPTIONS.find((name) => `--${name}` === word)
    if (option === undefined) return undefined
    if (OPTIONS[option].value !== undefined) index += 1
  }
  return undefined
}
