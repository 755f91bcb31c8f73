import { accountEndCodec, accountId, concat, hashLabelled } from '@rushlight/protocol'
import type { AccountEnd, AccountId } from '@rushlight/protocol'
import type { Put } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { loadRow, putRow } from '../rows/table.ts'
import type { Table } from '../rows/table.ts'

/**
 * That an account was deleted, under the peppered hash of its id: without its record nobody learns from it whose it was. Its
 * other devices, and whoever would bring it back (R29), are answered with it (`spec/identity.md` §5).
 */
const endedTable: Table<AccountEnd> = { name: 'ended-accounts', codec: accountEndCodec }

type EndedKernel = Pick<Kernel, 'store' | 'crypto' | 'identity'>

export function loadEnd(kernel: EndedKernel, account: AccountId): Promise<AccountEnd | undefined> {
  return loadRow(kernel.store, endedTable, keyOf(kernel, account))
}

export function putEnd(kernel: EndedKernel, account: AccountId, end: AccountEnd): Put {
  return putRow(endedTable, keyOf(kernel, account), end)
}

function keyOf({ crypto, identity }: EndedKernel, account: AccountId): Uint8Array {
  return hashLabelled(crypto, 'deleted account', concat(identity.namePepper, accountId.toBytes(account)))
}
