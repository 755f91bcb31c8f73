import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { holdProfile } from '../profile/hold-profile.ts'

/** `chat`: the full-screen client. What draws it is loaded only here. */
export async function runChat(context: Context): Promise<number> {
  const { environment, input, output, words } = context
  // React is told before it is loaded that nobody debugs it here: it draws several times as fast.
  process.env['NODE_ENV'] ??= 'production'
  const { openChat, terminalOf } = await import('../chat/open-chat.ts')
  const terminal = terminalOf(input, output, environment['TERM'])
  if (terminal === undefined) throw new CommandFailure('noTerminal')
  const hasColor = !environment['NO_COLOR'] && terminal.output.hasColors()
  return holdProfile(context, async ({ messenger, ended }) => {
    await openChat({ terminal, messenger, words, hasColor, ended })
    return 0
  })
}
