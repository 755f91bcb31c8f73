import type { AccountId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { load } from '../vault/table.ts'
import { accountTable } from './account-row.ts'
import type { AccountRow } from './account-row.ts'

/** The user wants to hear from this account: rooms it adds us to need no asking. */
export async function addContact(core: Core, account: AccountId): Promise<void> {
  await changeAccount(core, account, { isContact: true, contactSince: core.now() })
}

/** Nothing of this account is shown any more. It is not told; its messages look sent to it. */
export async function blockAccount(core: Core, account: AccountId): Promise<void> {
  core.blocked.add(account)
  await changeAccount(core, account, { isBlocked: true, isContact: false })
}

export async function unblockAccount(core: Core, account: AccountId): Promise<void> {
  core.blocked.delete(account)
  await changeAccount(core, account, { isBlocked: false })
}

async function changeAccount(core: Core, account: AccountId, change: Partial<AccountRow>): Promise<void> {
  const known = await load(core.store, accountTable, account)
  if (known === undefined) return
  const step = new Step(core.store)
  await step.change(accountTable, account, (row = known) => ({ ...row, ...change }))
  await step.commit()
  core.tell({ kind: 'contactsChanged' })
  await core.markBackup()
}
