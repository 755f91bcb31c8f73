import { laterVerification } from '@rushlight/protocol'
import type { AccountId, RecordHash, SelfNote, Verification } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { writeNote } from '../self-room/write-note.ts'
import { load } from '../vault/table.ts'
import { accountTable } from './account-row.ts'
import type { AccountRow } from './account-row.ts'

/** The user wants to hear from this account: rooms it adds us to need no asking. */
export function addContact(core: Core, account: AccountId): Promise<void> {
  return changeKnown(core, account, { isContact: true })
}

/** Nothing of this account is shown any more. It is not told; its messages look sent to it. */
export function blockAccount(core: Core, account: AccountId): Promise<void> {
  return changeKnown(core, account, { isBlocked: true, isContact: false })
}

export function unblockAccount(core: Core, account: AccountId): Promise<void> {
  return changeKnown(core, account, { isBlocked: false })
}

/** The user has made sure whose account it is under this root, or takes that back. Whoever is verified is a contact. */
export async function verifyAccount(core: Core, account: AccountId, root: RecordHash | undefined): Promise<void> {
  const at = core.now()
  if (root === undefined) return changeKnown(core, account, { verification: { at } })
  const known = await load(core.store, accountTable, account)
  const contact = known?.isContact === false && !known.isBlocked ? { isContact: true } : {}
  await changeKnown(core, account, { verification: { root, at }, ...contact })
}

/** As another device of the account says. */
export async function changeVerification(core: Core, person: Person, said: Verification): Promise<void> {
  const before = (await load(core.store, accountTable, person.account))?.verification
  const verification = laterVerification(before, said)
  if (verification !== undefined) await changePerson(core, person, { verification })
}

type Attitude = Partial<Pick<AccountRow, 'isContact' | 'isBlocked' | 'verification'>>

/** Here and, as the user's word, on the other devices. */
async function changeKnown(core: Core, account: AccountId, change: Attitude): Promise<void> {
  const known = await load(core.store, accountTable, account)
  if (known === undefined) return
  const step = new Step(core.store)
  for (const note of notesOf({ account, ...known }, change)) await writeNote(step, core.world, note)
  await changeIn(core, step, { account, known, change })
}

/** As another device of the account says, perhaps of somebody whom this one does not know. */
export async function changePerson(core: Core, { account, name, provider }: Person, change: Attitude): Promise<void> {
  const unknown = { format: 1, name, provider, isContact: false, isBlocked: false } as const
  const known = (await load(core.store, accountTable, account)) ?? unknown
  await changeIn(core, new Step(core.store), { account, known, change })
}

type Person = Pick<AccountRow, 'name' | 'provider'> & { readonly account: AccountId }

function notesOf(
  { account, name, provider }: Person,
  { isContact, isBlocked, verification }: Attitude,
): readonly SelfNote[] {
  const person = { account, name, provider }
  return [
    ...(isContact === undefined ? [] : [{ kind: 'contact', ...person, isContact } as const]),
    ...(isBlocked === undefined ? [] : [{ kind: 'blocked', ...person, isBlocked } as const]),
    ...(verification === undefined ? [] : [{ kind: 'verified', ...person, ...rootOf(verification) } as const]),
  ]
}

function rootOf({ root }: Verification): Pick<Verification, 'root'> {
  return root === undefined ? {} : { root }
}

type Changed = { readonly account: AccountId; readonly known: AccountRow; readonly change: Attitude }

async function changeIn(core: Core, step: Step, { account, known, change }: Changed): Promise<void> {
  const since = change.isContact === true && !known.isContact ? { contactSince: core.now() } : {}
  await step.change(accountTable, account, (row = known) => ({ ...row, ...change, ...since }))
  await step.commit()
  if (change.isBlocked === true) core.blocked.add(account)
  if (change.isBlocked === false) core.blocked.delete(account)
  step.publish((event) => core.tell(event))
  core.tell({ kind: 'contactsChanged' })
  await core.markBackup()
}
