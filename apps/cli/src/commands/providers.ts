import { positional, textOf } from '../arguments/option-values.ts'
import type { Arguments } from '../arguments/parse-arguments.ts'
import type { Context } from '../context.ts'
import { addProvider, adoptProvider, listProviders, putProviderFirst, removeProvider } from '../methods/methods.ts'
import { providerLine } from '../output/human-lines.ts'
import { note, print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'
import type { ProviderRecord } from '../records/records.ts'

export function runProviderList(context: Context): Promise<number> {
  return withMessenger(context, async (messenger) => show(context, await messenger.call(listProviders, undefined)))
}

export function runProviderAdd(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const added = { url: positional(args, 0), invitation: textOf(args, 'invitation') }
    return show(context, await messenger.call(addProvider, added))
  })
}

export function runProviderRemove(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    return show(context, await messenger.call(removeProvider, { provider: positional(args, 0) }))
  })
}

export function runProviderFirst(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    return show(context, await messenger.call(putProviderFirst, { provider: positional(args, 0) }))
  })
}

/** Says what whoever runs the server can see of the person from now on (R30). */
export function runAdopt(context: Context, args: Arguments): Promise<number> {
  return withMessenger(context, async (messenger) => {
    const adopted = { link: positional(args, 0), invitation: textOf(args, 'invitation') }
    const providers = await messenger.call(adoptProvider, adopted)
    await note(context, context.words.output.operatorSees)
    return show(context, providers)
  })
}

async function show(context: Context, providers: readonly ProviderRecord[]): Promise<number> {
  for (const provider of providers) await print(context, provider, providerLine(context, provider))
  return 0
}
