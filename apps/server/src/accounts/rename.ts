import { equal, isReservedName } from '@rushlight/protocol'
import type { Account, AccountName } from '@rushlight/protocol'
import { isOwnName } from '../identity/own-identity.ts'
import type { Kernel } from '../kernel.ts'
import { refuse } from '../sessions/outcome.ts'
import type { Refused } from '../sessions/outcome.ts'
import { burnName, giveName, loadName } from './name-row.ts'
import type { NameChange } from './name-row.ts'

/** What a newer record does to the account's name here. */
export type Renaming =
  | Refused
  | { readonly kind: 'named'; readonly name: AccountName | undefined; readonly changes: readonly NameChange[] }

/**
 * The first provider in a record gives the account its name, and keeps it as long as it is in the record at all, so that
 * another one may be first for a while; one that an account leaves is never given again.
 */
export async function decideName(kernel: Kernel, account: Account, before: AccountName | undefined): Promise<Renaming> {
  const { providers, name: wanted } = account.record
  const isKept = before === wanted && providers.some((provider) => isOwnName(kernel.identity, provider.name))
  const isFirst = providers[0] !== undefined && isOwnName(kernel.identity, providers[0].name)
  const name = isKept || isFirst ? wanted : undefined
  if (name === before) return { kind: 'named', name, changes: [] }
  const burning = before === undefined ? [] : [burnName(kernel, before, account.id)]
  if (name === undefined) return { kind: 'named', name, changes: burning }
  const given = giveName(kernel, name, account.id)
  const replaced = burning.find(({ put }) => equal(put.key, given.put.key))
  // Another spelling of the same skeleton stays in its place.
  if (replaced !== undefined) return { kind: 'named', name, changes: [{ expect: replaced.expect, put: given.put }] }
  if (isReservedName(name)) return refuse('nameReserved')
  if ((await loadName(kernel, name)) !== undefined) return refuse('nameTaken')
  return { kind: 'named', name, changes: [...burning, given] }
}
