import {
  accountId,
  accountNameCodec,
  concat,
  field,
  hashLabelled,
  skeletonOf,
  struct,
  union,
  utf8,
} from '@rushlight/protocol'
import type { AccountId, AccountName } from '@rushlight/protocol'
import type { Expectation, Put } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'

/**
 * Names lie under the peppered hash of their skeleton. So two names that look alike cannot both be had, and of a name that
 * was given up only the hash stays, for ever: nobody gets it again.
 */
export type NameRow =
  | { readonly kind: 'taken'; readonly name: AccountName; readonly account: AccountId }
  | { readonly kind: 'burned' }

const nameTable: Table<NameRow> = {
  name: 'names',
  codec: union<NameRow>({
    taken: [1, struct({ name: field(0, accountNameCodec), account: field(1, accountId.codec) })],
    burned: [2, struct({})],
  }),
}

type NameKernel = Pick<Kernel, 'store' | 'crypto' | 'identity'>

export function loadName(kernel: NameKernel, name: AccountName): Promise<NameRow | undefined> {
  return loadRow(kernel.store, nameTable, keyOfName(kernel, name))
}

/** The account that has exactly this name; one that merely looks like it has not. */
export async function findNamed(kernel: NameKernel, name: AccountName): Promise<AccountId | undefined> {
  const row = await loadName(kernel, name)
  return row?.kind === 'taken' && row.name === name ? row.account : undefined
}

export type NameChange = { readonly expect: Expectation; readonly put: Put }

/** Gives a name that nobody has or had. */
export function giveName(kernel: NameKernel, name: AccountName, account: AccountId): NameChange {
  const key = keyOfName(kernel, name)
  return { expect: expectRow(nameTable, key, undefined), put: putRow(nameTable, key, { kind: 'taken', name, account }) }
}

export function burnName(kernel: NameKernel, name: AccountName, account: AccountId): NameChange {
  const key = keyOfName(kernel, name)
  return {
    expect: expectRow(nameTable, key, { kind: 'taken', name, account }),
    put: putRow(nameTable, key, { kind: 'burned' }),
  }
}

function keyOfName({ crypto, identity }: NameKernel, name: AccountName): Uint8Array {
  return hashLabelled(crypto, 'deleted name', concat(identity.namePepper, utf8(skeletonOf(name))))
}
