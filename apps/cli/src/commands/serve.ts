import { makeOperatorLink, serve } from '@rushlight/server/main'
import type { ServerCommand } from '../arguments/server-command.ts'
import type { Environment } from '../context.ts'

/** `serve` and `operator-link`: everything behind the word is the server's own. */
export function runServer({ command, args }: ServerCommand, environment: Environment): Promise<number> {
  const run = command === 'serve' ? serve : makeOperatorLink
  return run({
    args,
    environment,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
  })
}
