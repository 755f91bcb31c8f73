import { SERVER_COMMANDS } from '@rushlight/server/main'
import type { ServerCommand } from '../arguments/server-command.ts'
import type { Environment } from '../context.ts'

/** A command of the server: everything behind the word is the server's own. */
export function runServer({ command, args }: ServerCommand, environment: Environment): Promise<number> {
  return SERVER_COMMANDS[command]({
    args,
    environment,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}
