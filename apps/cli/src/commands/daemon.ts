import { isSet, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { describeFailure } from '../output/describe-failure.ts'
import { writeText } from '../output/write-text.ts'
import { holdProfile, serveAt } from '../profile/hold-profile.ts'
import type { Holding } from '../profile/hold-profile.ts'
import { socketOf } from '../rpc/profile-socket.ts'
import { serveConnection } from '../rpc/serve-connection.ts'

/** `daemon`: keeps the profile open and connected, and answers JSON-RPC 2.0 on sockets or on standard input and output. */
export function runDaemon(context: Context, args: Arguments): Promise<number> {
  return holdProfile(context, async (holding) => {
    if (holding.host === undefined) throw new CommandFailure('profileInUse')
    if (isSet(args, 'stdio')) return serveStdio(context, holding)
    const path = textOf(args, 'socket')
    const further = path === undefined ? undefined : await serveAt(context, holding.host, path)
    await writeText(context.errors, `${context.words.output.daemonReady(path ?? socketOf(context.directory))}\n`)
    await aborted(holding.ended)
    await further?.close()
    return 0
  })
}

/** Ends with its input, too. */
async function serveStdio({ input, output, words }: Context, { host, ended }: Holding): Promise<number> {
  if (host === undefined) return 0
  const line = { input, output, describe: (failure: CommandFailure) => describeFailure(words, failure) }
  await Promise.race([serveConnection(host, line), aborted(ended)])
  return 0
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
