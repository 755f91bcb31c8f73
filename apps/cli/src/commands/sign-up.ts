import type { SignedIn } from '@rushlight/core'
import { createProfile, hasProfile, wipeProfile } from '@rushlight/platform-node'
import { isProviderUrl } from '@rushlight/protocol'
import { positional, requiredText, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { CommandFailure } from '../failure/command-failure.ts'
import { openHost } from '../host/open-host.ts'
import type { Host } from '../host/open-host.ts'
import { accountRecord } from '../host/records-of.ts'
import { note, print } from '../output/print.ts'
import { askPhrase } from '../profile/ask-phrase.ts'
import { askPassword } from '../profile/ask-password.ts'
import type { PasswordPurpose } from '../profile/ask-password.ts'
import { ensureUnlocked, failingAs, openStore } from '../profile/open-profile-host.ts'
import { reachHolder } from '../profile/with-messenger.ts'
import { readVersion } from '../version.ts'
import { ensureRight } from './phrase.ts'

/** `signup NAME --server URL`: a new account. Its password is also the one of this profile. */
export function runSignUp(context: Context, args: Arguments): Promise<number> {
  const invitation = textOf(args, 'invitation')
  const more = { deviceName: deviceNameOf(args), ...(invitation === undefined ? {} : { invitation }) }
  return enter(context, args, {
    purpose: 'choose',
    run: ({ desk }, { url, name, password }) => desk.client.signUp(url, { name, password, ...more }),
  })
}

/** `signin NAME --server URL`: this device becomes a further one of the account. */
export function runSignIn(context: Context, args: Arguments): Promise<number> {
  return enter(context, args, {
    purpose: 'open',
    run: ({ desk }, { url, name, password }) =>
      desk.client.signIn(url, { name, password, deviceName: deviceNameOf(args) }),
  })
}

/** Nothing of the machine: its name may be somebody's. */
export function deviceNameOf(args: Arguments): string {
  return textOf(args, 'device-name') ?? 'Terminal'
}

/** `recover NAME --server URL`: back with nothing but the phrase; the password is a new one. */
export async function runRecover(context: Context, args: Arguments): Promise<number> {
  const phrase = await askPhrase(context, args)
  return enter(context, args, {
    purpose: 'choose',
    async run({ desk }, { url, name, password }) {
      const recovered = await desk.client.recover(url, { name, phrase, password, deviceName: deviceNameOf(args) })
      if (recovered.kind === 'phrase') {
        const { problem } = recovered
        const count = problem.kind === 'unknownWord' ? problem.place : undefined
        await ensureRight(context, {
          result: problem.kind,
          count: problem.kind === 'wrongCount' ? problem.count : count,
        })
        return { kind: 'refused', error: { code: 'wrongPhrase' } }
      }
      if (recovered.kind === 'done') {
        await note(context, context.words.output.recovered)
        if (!recovered.withBackup) await note(context, context.words.output.recoveredBare)
      }
      return recovered
    },
  })
}

type Person = { readonly url: string; readonly name: string; readonly password: string }
type Door = { readonly purpose: PasswordPurpose; readonly run: (host: Host, person: Person) => Promise<SignedIn> }

async function enter(context: Context, args: Arguments, { purpose, run }: Door): Promise<number> {
  const url = urlOf(requiredText(args, 'server'))
  const name = positional(args, 0)
  if ((await reachHolder(context)) !== undefined) throw new CommandFailure('alreadySignedIn')
  const isNew = !hasProfile(context.directory)
  const password = await askPassword(context, isNew ? purpose : 'open')
  const host = await openEmptyHost(context, password)
  const { client } = host.desk
  try {
    ensureEntered(await run(host, { url, name, password }))
  } catch (error) {
    await host.close()
    if (isNew) wipeProfile(context.directory)
    throw error
  }
  const account = await accountRecord(client)
  const { isCaughtUp } = client.connection()
  await host.close()
  await print(context, account, context.words.output.signedIn(account.handle))
  // The keys are here, but the provider has not said that it has them: the next command goes on.
  if (!isCaughtUp) throw new CommandFailure('queued')
  return 0
}

/** A new profile, or one in which there is no account yet. */
export async function openEmptyHost(context: Context, password: string): Promise<Host> {
  const { directory, environment } = context
  const profile = ensureUnlocked(await failingAs(createProfile({ directory, password })))
  const opened = await openStore(profile, () => Promise.resolve(undefined))
  if (opened.kind === 'elsewhere') throw new CommandFailure('profileInUse')
  const host = await failingAs(openHost({ directory, store: opened.store, version: readVersion(), environment }))
  if (!host.desk.client.hasAccount) return host
  await host.close()
  throw new CommandFailure('alreadySignedIn')
}

function ensureEntered(entered: SignedIn): void {
  switch (entered.kind) {
    case 'done':
      return
    case 'refused':
      throw new CommandFailure(entered.error.code, entered.error)
    case 'unreachable':
      throw new CommandFailure('offline')
    case 'noBackup':
      throw new CommandFailure('noBackup')
  }
}

/** An origin; `https` goes without saying. */
export function urlOf(typed: string): string {
  const text = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.pathname !== '/' || !isProviderUrl(url.origin)) {
    throw new CommandFailure('usage', { usage: { kind: 'badValue', option: 'server' } })
  }
  return url.origin
}
