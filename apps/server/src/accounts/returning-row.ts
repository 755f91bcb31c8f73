import { accountId, accountNameCodec, field, nothing, struct, uint } from '@rushlight/protocol'
import type { AccountId, AccountName, Nothing } from '@rushlight/protocol'
import { EVERY_KEY } from '@rushlight/records'
import { RETURNING_MAX } from '../limits.ts'
import { loadRange } from '../rows/table.ts'
import type { Reader, Table } from '../rows/table.ts'

/** Who wanted to come back to a provider that takes nobody, and had no proof that he belonged here (R31). */
export type ReturningRow = { readonly name: AccountName; readonly askedAt: number }

export const returningTable: Table<ReturningRow> = {
  name: 'returning',
  codec: struct({ name: field(0, accountNameCodec), askedAt: field(1, uint()) }),
}

/** Whom the operator let in, until he comes. */
export const letInTable: Table<Nothing> = { name: 'let-in', codec: nothing }

export type Returning = ReturningRow & { readonly account: AccountId }

export async function loadReturning(store: Reader): Promise<readonly Returning[]> {
  const rows = await loadRange(store, returningTable, { ...EVERY_KEY, limit: RETURNING_MAX })
  return rows.map(({ key, row }) => ({ ...row, account: accountId.fromBytes(key) }))
}

export async function isLetIn(store: Reader, account: AccountId): Promise<boolean> {
  const [row] = await store.get(letInTable.name, [accountId.toBytes(account)])
  return row !== undefined
}
