import { compareHeads, verifyRecordChain } from '@rushlight/protocol'
import type { Account, Crypto } from '@rushlight/protocol'
import type { Step } from '../engine/step.ts'
import { accountTable } from './account-row.ts'
import type { AccountRow } from './account-row.ts'

/** Keeps the newest chain of an account that we have heard of, wherever it came from (R35). */
export async function putChain(
  step: Step & { readonly world: { readonly crypto: Crypto } },
  account: Account,
): Promise<AccountRow> {
  const row = await step.load(accountTable, account.id)
  const known = row?.chain === undefined ? undefined : await verifyRecordChain(step.world.crypto, row.chain)
  if (row !== undefined && known !== undefined && compareHeads(known.head, account.head) >= 0) return row
  const next = accountRowOf(account, row)
  step.put(accountTable, account.id, next)
  step.emit({ kind: 'contactsChanged' })
  return next
}

export function accountRowOf(account: Account, before: AccountRow | undefined): AccountRow {
  const [provider] = account.record.providers
  if (provider === undefined) throw new Error('a record without a provider is not well-formed')
  const { isContact = false, isBlocked = false } = before ?? {}
  const told = {
    format: 1,
    chain: account.chain,
    name: account.record.name,
    provider: provider.name,
    isContact,
    isBlocked,
  } as const
  return before?.contactSince === undefined ? told : { ...told, contactSince: before.contactSince }
}
