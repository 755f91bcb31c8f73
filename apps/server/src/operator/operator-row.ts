import { accountId, nothing } from '@rushlight/protocol'
import type { AccountId, Nothing } from '@rushlight/protocol'
import type { Reader, Table } from '../rows/table.ts'

/** The accounts that operate this provider. */
export const operatorTable: Table<Nothing> = { name: 'operators', codec: nothing }

export async function isOperator(store: Reader, account: AccountId): Promise<boolean> {
  const [row] = await store.get(operatorTable.name, [accountId.toBytes(account)])
  return row !== undefined
}
