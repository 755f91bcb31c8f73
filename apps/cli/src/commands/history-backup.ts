import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { historyBackup } from '../methods/methods.ts'
import type { KeptWish } from '../methods/methods.ts'
import { keptLine } from '../output/history-lines.ts'
import { print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'

const WISHES: readonly KeptWish['wish'][] = ['on', 'off', 'now']

/** `history-backup`: what is kept of messages for the way back; `on`, `off`, `now`. */
export function runHistoryBackup(context: Context, { positionals: [word] }: Arguments): Promise<number> {
  const wish = word === undefined ? 'tell' : WISHES.find((one) => one === word)
  if (wish === undefined) throw new CommandFailure('usage', { usage: { kind: 'missingArgument', name: 'on|off|now' } })
  return withMessenger(context, async (messenger) => {
    const kept = await messenger.call(historyBackup, { wish })
    await print(context, kept, keptLine(context, kept))
    return 0
  })
}
