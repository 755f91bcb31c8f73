import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { bytesOf } from '../rpc/lines.ts'

const CODE_LENGTH_MAX = 16
const TEXT_LENGTH_MAX = 4096

/**
 * What the other device shows; `undefined`: this one shows it. A whole link holds a secret that a command line would show to
 * everybody on the machine, so it comes by standard input.
 */
export async function linkTextOf({ input }: Context, { positionals }: Arguments): Promise<string | undefined> {
  const [typed] = positionals
  if (typed !== undefined && typed.length > CODE_LENGTH_MAX) throw new CommandFailure('linkOnCommandLine')
  if (typed !== '-') return typed
  let text = ''
  for await (const chunk of input) {
    text += bytesOf(chunk).toString()
    if (text.length > TEXT_LENGTH_MAX || text.includes('\n')) break
  }
  return text.trim()
}
