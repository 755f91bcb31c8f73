import { accountId } from '@rushlight/protocol'
import type { AccountId } from '@rushlight/protocol'
import type { Put, Remove } from '@rushlight/records'
import type { Reader } from '../rows/table.ts'

/** OPAQUE password records, as the library writes them. */
const TABLE = 'passwords'

export async function loadPassword(store: Reader, account: AccountId): Promise<Uint8Array | undefined> {
  const [record] = await store.get(TABLE, [accountId.toBytes(account)])
  return record
}

export function putPassword(account: AccountId, record: Uint8Array): Put {
  return { table: TABLE, key: accountId.toBytes(account), value: record }
}

export function removePassword(account: AccountId): Remove {
  return { table: TABLE, key: accountId.toBytes(account) }
}
