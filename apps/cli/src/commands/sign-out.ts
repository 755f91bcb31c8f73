import { isProfileInUse, wipeProfile } from '@rushlight/platform-node'
import { createInterface } from 'node:readline/promises'
import { ReadStream } from 'node:tty'
import { isSet } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { deleteLocalAccountData, listAccounts, unregister } from '../methods/methods.ts'
import { print } from '../output/print.ts'
import { reachHolder, withMessenger } from '../profile/with-messenger.ts'
import type { EventRecord } from '../records/records.ts'

/** Takes the device off the account and erases the profile. */
export function runSignOut(context: Context, args: Arguments): Promise<number> {
  if (isSet(args, 'local')) return forget(context)
  return withMessenger(context, async (messenger) => tell(context, await messenger.call(deleteLocalAccountData, {})))
}

/** Ends the account everywhere. Whoever sits at a terminal is asked once more. */
export function runAccountDelete(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const [account] = await messenger.call(listAccounts, undefined)
    if (account === undefined) throw new CommandFailure('notSignedIn')
    const isSure = isSet(args, 'yes') || (await isConfirmed(context, account.name))
    return isSure ? tell(context, await messenger.call(unregister, undefined)) : 1
  })
}

/** Erases what is here alone: needs no network and no password, and works with a profile that is damaged. */
async function forget(context: Context): Promise<number> {
  const holder = await reachHolder(context)
  if (holder !== undefined) return tell(context, await holder.call(deleteLocalAccountData, { local: true }))
  if (await isProfileInUse(context.directory)) throw new CommandFailure('profileInUse')
  wipeProfile(context.directory)
  const event: EventRecord = {
    type: 'event',
    event: 'signedOut',
    room: undefined,
    title: undefined,
    by: undefined,
    names: [],
    at: Date.now(),
    expireMs: undefined,
    burnMs: undefined,
  }
  return tell(context, event)
}

async function isConfirmed({ input, errors, words }: Context, name: string): Promise<boolean> {
  if (!(input instanceof ReadStream)) return true
  const asking = createInterface({ input, output: errors })
  const typed = await asking.question(words.prompt.deleteAccount(name))
  asking.close()
  return typed.trim() === name
}

async function tell(context: Context, event: EventRecord): Promise<number> {
  const { output } = context.words
  const say = event.event === 'accountDeleted' ? output.accountDeleted : output.signedOut
  await print(context, event, say(event.by ?? context.directory))
  return 0
}
