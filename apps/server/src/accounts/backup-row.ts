import { accountId, backupCodec } from '@rushlight/protocol'
import type { AccountId, Backup } from '@rushlight/protocol'
import { loadRow } from '../rows/table.ts'
import type { Reader, Table } from '../rows/table.ts'

/** Sealed backups: one for each account, replaced version by version. */
export const backupTable: Table<Backup> = { name: 'backups', codec: backupCodec }

export function loadBackup(store: Reader, account: AccountId): Promise<Backup | undefined> {
  return loadRow(store, backupTable, accountId.toBytes(account))
}
