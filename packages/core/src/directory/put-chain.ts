import { compareHeads, verifyRecordChain } from '@rushlight/protocol'
import type { Account, Crypto } from '@rushlight/protocol'
import type { Step } from '../engine/step.ts'
import { accountTable } from './account-row.ts'
import type { AccountRow } from './account-row.ts'
import type { KnownHeads } from './known-heads.ts'

/** What knows which chains are in the vault. */
export type Chains = { readonly crypto: Crypto; readonly heads: KnownHeads }

/**
 * Keeps the newest chain of an account that we have heard of, wherever it came from (R35): a provider may know less than a
 * room, and who comes into a room needs of everybody the chain that the room counts with.
 */
export async function putChain(step: Step, { crypto, heads }: Chains, account: Account): Promise<AccountRow> {
  const row = await step.change(accountTable, account.id, async (before) => {
    const known = before?.chain === undefined ? undefined : await verifyRecordChain(crypto, before.chain)
    const isKnown = known !== undefined && compareHeads(known.head, account.head) >= 0
    return before !== undefined && isKnown ? before : accountRowOf(account, before)
  })
  step.after(() => heads.note(account.id, row.chain ?? []))
  step.emit({ kind: 'contactsChanged' })
  return row
}

function accountRowOf(account: Account, before: AccountRow | undefined): AccountRow {
  const [provider] = account.record.providers
  if (provider === undefined) throw new Error('a record without a provider is not well-formed')
  const told = { chain: account.chain, name: account.record.name, provider: provider.name }
  return { format: 1, isContact: false, isBlocked: false, ...before, ...told }
}
