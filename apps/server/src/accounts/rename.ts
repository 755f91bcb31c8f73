import { accountId, isReservedName, skeletonOf } from '@rushlight/protocol'
import type { Account, AccountId, AccountName, NameCertificate } from '@rushlight/protocol'
import { isOwnName } from '../identity/own-identity.ts'
import type { Kernel } from '../kernel.ts'
import { expectRow, putRow } from '../rows/table.ts'
import { refuse } from '../sessions/outcome.ts'
import type { Refused } from '../sessions/outcome.ts'
import { accountTable, loadAccount } from './account-row.ts'
import { changeName, leaveName, loadName } from './name-row.ts'
import type { NameChange } from './name-row.ts'
import { areNamesUnsure, decideTaking } from './take-name.ts'

/** What a newer record does to the account's name here. */
export type Renaming =
  | Refused
  | { readonly kind: 'named'; readonly name: AccountName | undefined; readonly changes: readonly NameChange[] }

export type NameChanging = {
  readonly before: AccountName | undefined
  readonly certificate: NameCertificate | undefined
  /** The account is not known here: what it cannot have, it comes in without. */
  readonly isReturning: boolean
}

/**
 * The first provider in a record gives the account its name, and keeps it as long as it is in the record at all, so that
 * another one may be first for a while; one that an account leaves is never given again.
 */
export async function decideName(kernel: Kernel, account: Account, changing: NameChanging): Promise<Renaming> {
  const { before, isReturning } = changing
  const { providers, name: wanted } = account.record
  const isKept = before === wanted && providers.some((provider) => isOwnName(kernel.identity, provider.name))
  const isFirst = providers[0] !== undefined && isOwnName(kernel.identity, providers[0].name)
  const name = isKept || isFirst ? wanted : undefined
  if (name === before) return { kind: 'named', name, changes: [] }
  const left = before === undefined ? undefined : await leave(kernel, before, account.id)
  const leaving = left === undefined ? [] : [left]
  if (name === undefined) return { kind: 'named', name, changes: leaving }
  const row = await loadName(kernel, name)
  // Another spelling of the same skeleton stays in its place.
  if (row?.kind === 'taken' && row.account === account.id) {
    return { kind: 'named', name, changes: [changeName(kernel, name, { before: row, after: { ...row, name } })] }
  }
  const nameless = { kind: 'named', name: undefined, changes: leaving } as const
  if (isReservedName(name)) return isReturning ? nameless : refuse('nameReserved')
  const time = { now: kernel.clock.now(), isUnsure: areNamesUnsure(kernel) }
  const taken = decideTaking(row, { ...changing, name, account: account.id }, time)
  if (taken.kind === 'held') return isReturning ? nameless : refuse('nameTaken')
  const displacing = await takeNames(kernel, taken.displaced, name)
  const change = changeName(kernel, name, { before: row, after: taken.after })
  return { kind: 'named', name, changes: [...leaving, change, ...displacing] }
}

/** Of accounts that turned out not to have that name. */
export async function takeNames(
  { store }: Pick<Kernel, 'store'>,
  accounts: readonly AccountId[],
  name: AccountName,
): Promise<readonly NameChange[]> {
  const changes: NameChange[] = []
  for (const account of accounts) {
    const row = await loadAccount(store, account)
    if (row === undefined || row.name === undefined || skeletonOf(row.name) !== skeletonOf(name)) continue
    const { name: _, ...nameless } = row
    const key = accountId.toBytes(account)
    changes.push({ expect: expectRow(accountTable, key, row), put: putRow(accountTable, key, nameless) })
  }
  return changes
}

async function leave(kernel: Kernel, name: AccountName, account: AccountId): Promise<NameChange | undefined> {
  return leaveName(kernel, { name, account }, await loadName(kernel, name))
}
