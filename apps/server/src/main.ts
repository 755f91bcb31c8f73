import { backup, restore } from './commands/backup.ts'
import type { CommandLine } from './commands/command-line.ts'
import { makeOperatorLink } from './commands/operator-link.ts'
import { names } from './commands/names.ts'
import { providerKey } from './commands/provider-key.ts'
import { serve } from './commands/serve.ts'
import { tombstone } from './commands/tombstone.ts'

export type { CommandLine }

/** Every command of the server, by its first word. */
export const SERVER_COMMANDS: Readonly<Record<ServerCommandName, (line: CommandLine) => Promise<number>>> = {
  serve,
  'operator-link': makeOperatorLink,
  backup,
  restore,
  tombstone,
  'provider-key': providerKey,
  names,
}

export type ServerCommandName =
  | 'serve'
  | 'operator-link'
  | 'backup'
  | 'restore'
  | 'tombstone'
  | 'provider-key'
  | 'names'

export function isServerCommand(word: string): word is ServerCommandName {
  return Object.hasOwn(SERVER_COMMANDS, word)
}

if (import.meta.main) {
  const [command = '', ...args] = process.argv.slice(2)
  const isNamed = isServerCommand(command)
  process.exitCode = await SERVER_COMMANDS[isNamed ? command : 'serve']({
    args: isNamed ? args : process.argv.slice(2),
    environment: process.env,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}
