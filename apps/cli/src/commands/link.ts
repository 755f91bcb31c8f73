import { hasProfile, wipeProfile } from '@rushlight/platform-node'
import { requiredText } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Desk } from '../host/desk.ts'
import { accountRecord, linkingRecord } from '../host/records-of.ts'
import { ensureLinked, linkingLines } from '../output/linking-lines.ts'
import { note, print } from '../output/print.ts'
import { askPassword } from '../profile/ask-password.ts'
import { reachHolder } from '../profile/with-messenger.ts'
import { linkTextOf } from './link-code.ts'
import { deviceNameOf, openEmptyHost, urlOf } from './sign-up.ts'

/** `link [CODE] --server URL`: this becomes a device of the account that another device of it is on. */
export async function runLink(context: Context, args: Arguments): Promise<number> {
  const url = urlOf(requiredText(args, 'server'))
  const text = await linkTextOf(context, args)
  if ((await reachHolder(context)) !== undefined) throw new CommandFailure('alreadySignedIn')
  const isNew = !hasProfile(context.directory)
  const password = await askPassword(context, isNew ? 'choose' : 'open')
  const host = await openEmptyHost(context, password)
  const { client } = host.desk
  const unwatch = watch(context, host.desk)
  try {
    const device = { url, deviceName: deviceNameOf(args), ...(text === undefined ? {} : { text }) }
    ensureLinked(linkingRecord(await client.linking.join(device)))
  } catch (error) {
    await host.close()
    if (isNew) wipeProfile(context.directory)
    throw error
  } finally {
    unwatch()
  }
  const account = await accountRecord(client)
  await host.close()
  await print(context, account, context.words.output.signedIn(account.handle))
  return 0
}

/** Tells what is to be done as soon as it is. */
function watch(context: Context, { client }: Desk): () => void {
  return client.subscribe(({ kind }) => {
    const view = client.linking.state()
    if (kind !== 'linkingChanged' || view === undefined) return
    const linking = linkingRecord(view)
    const lines = linkingLines(context, linking)
    if (context.isJson) void print(context, linking, '')
    else if (lines !== undefined) void note(context, lines)
  })
}
