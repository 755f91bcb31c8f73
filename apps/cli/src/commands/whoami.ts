import type { Context } from '../context.ts'
import { listAccounts } from '../methods/methods.ts'
import { print } from '../output/print.ts'
import { withMessenger } from '../profile/with-messenger.ts'

export async function runWhoami(context: Context): Promise<number> {
  const accounts = await withMessenger(context, (messenger) => messenger.call(listAccounts, undefined))
  for (const account of accounts) await print(context, account, account.handle)
  return 0
}
