import { resolve } from 'node:path'
import type { WentOn } from '@rushlight/core'
import { hasProfile, wipeProfile } from '@rushlight/platform-node'
import { positional, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Host } from '../host/open-host.ts'
import { withExport } from '../host/open-export-file.ts'
import { accountRecord } from '../host/records-of.ts'
import { importHistory } from '../methods/archive-methods.ts'
import { note, print } from '../output/print.ts'
import { askPassphrase } from '../profile/ask-passphrase.ts'
import { askPassword } from '../profile/ask-password.ts'
import { reachHolder, withMessenger } from '../profile/with-messenger.ts'
import { openEmptyHost, urlOf } from './sign-up.ts'

/** `import FILE`: an empty profile goes on as the account; one that is this account gets the history. */
export async function runImport(context: Context, args: Arguments): Promise<number> {
  const file = resolve(positional(args, 0))
  const holder = await reachHolder(context)
  holder?.close()
  const isKnown = holder !== undefined || hasProfile(context.directory)
  const passphrase = await askPassphrase(context, args, 'open')
  return isKnown ? join(context, { file, passphrase }) : goOn(context, args, { file, passphrase })
}

type Opening = { readonly file: string; readonly passphrase: string }

function join(context: Context, opening: Opening): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const taken = await messenger.call(importHistory, opening)
    await print(context, { type: 'import', ...taken }, context.words.output.imported(taken.messages, taken.files))
    return 0
  })
}

async function goOn(context: Context, args: Arguments, opening: Opening): Promise<number> {
  const server = textOf(args, 'server')
  const invitation = textOf(args, 'invitation')
  const more = invitation === undefined ? {} : { invitation }
  const home = server === undefined ? {} : { home: { url: urlOf(server), ...more } }
  return withExport(opening, async (checked) => {
    const host = await openEmptyHost(context, await askPassword(context, 'choose'))
    try {
      ensureDone(await host.desk.client.archives.goOn(checked, home))
    } catch (error) {
      await host.close()
      wipeProfile(context.directory)
      throw error
    }
    return tell(context, host)
  })
}

async function tell(context: Context, host: Host): Promise<number> {
  const { desk } = host
  const isOnline = await desk.catchUp()
  const account = await accountRecord(desk.client)
  await host.close()
  if (!isOnline) await note(context, context.words.output.importedOffline)
  await print(context, account, context.words.output.signedIn(account.handle))
  return 0
}

function ensureDone(done: WentOn): void {
  switch (done.kind) {
    case 'done':
      return
    case 'keyLost':
      throw new CommandFailure('exportOutdated')
    case 'refused':
      throw new CommandFailure(done.error.code, done.error)
    case 'unreachable':
      throw new CommandFailure('offline')
  }
}
