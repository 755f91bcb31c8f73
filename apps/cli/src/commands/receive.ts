import { durationOf, isSet } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Messenger } from '../methods/method.ts'
import { acknowledge, getConnection, receive } from '../methods/methods.ts'
import { receivedLine } from '../output/human-lines.ts'
import { print } from '../output/print.ts'
import { folderOf, withSavedFiles } from './with-saved-files.ts'
import { holdProfile } from '../profile/hold-profile.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import { tellOfRequests } from './warn.ts'

/**
 * `receive`: prints what was not printed on this device before. A message is acknowledged, and counts as read, when standard
 * output has taken it; whoever is killed in between gets it again.
 */
export function runReceive(context: Context, args: Arguments): Promise<number> {
  const forMs = durationOf(args, 'for')
  const isFollowing = isSet(args, 'follow') || forMs !== undefined
  const folder = folderOf(args)
  if (!isFollowing) return withMessenger(context, (messenger) => receiveWhatIsThere({ context, messenger, folder }))
  return holdProfile(context, ({ messenger, ended }) => {
    const timeIsUp = forMs === undefined ? ended : AbortSignal.any([ended, AbortSignal.timeout(forMs)])
    return receiveUntil({ context, messenger, folder }, timeIsUp)
  })
}

type Receiving = { readonly context: Context; readonly messenger: Messenger; readonly folder: string | undefined }

async function receiveWhatIsThere(receiving: Receiving): Promise<number> {
  while (await receiveSome(receiving, 0)) continue
  await tellOfRequests(receiving.context, receiving.messenger)
  const { online } = await receiving.messenger.call(getConnection, undefined)
  if (!online) throw new CommandFailure('offline')
  return 0
}

/** Long enough to cost nothing, short enough to end soon after it was asked to. */
const WAIT_MS = 500

async function receiveUntil(receiving: Receiving, ended: AbortSignal): Promise<number> {
  while (!ended.aborted) await receiveSome(receiving, WAIT_MS)
  await tellOfRequests(receiving.context, receiving.messenger)
  return 0
}

async function receiveSome({ context, messenger, folder }: Receiving, timeoutMs: number): Promise<boolean> {
  const handed = await messenger.call(receive, { timeoutMs })
  for (const { message: taken, ticket } of handed) {
    const message = await withSavedFiles(messenger, taken, folder)
    await print(context, message, receivedLine(context, message))
    await messenger.call(acknowledge, { tickets: [ticket] })
  }
  return handed.length > 0
}
