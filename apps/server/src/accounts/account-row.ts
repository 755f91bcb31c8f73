import {
  accountId,
  accountNameCodec,
  accountRecordCodec,
  concat,
  field,
  literal,
  nested,
  ACCOUNT_RECORD_BYTES_MAX,
  optional,
  recordChainCodec,
  recordHeadCodec,
  struct,
} from '@rushlight/protocol'
import type {
  Account,
  AccountId,
  AccountName,
  AccountRecord,
  RecordChain,
  RecordHead,
  RecoveryPublicKey,
} from '@rushlight/protocol'
import type { Put } from '@rushlight/records'
import { loadRow, putRow } from '../rows/table.ts'
import type { Reader, Table } from '../rows/table.ts'

/** What is needed of an account for most requests; its whole chain lies apart. */
export type AccountRow = {
  readonly head: RecordHead
  /** The newest record known here. */
  readonly record: AccountRecord
  /** The name it has here: only if this provider is its first. */
  readonly name?: AccountName
}

export const accountTable: Table<AccountRow> = {
  name: 'accounts',
  codec: struct({
    head: field(0, recordHeadCodec),
    record: field(1, nested(accountRecordCodec, ACCOUNT_RECORD_BYTES_MAX)),
    name: optional(2, accountNameCodec),
  }),
}

export const chainTable: Table<RecordChain> = { name: 'account-chains', codec: recordChainCodec }

export function loadAccount(store: Reader, account: AccountId): Promise<AccountRow | undefined> {
  return loadRow(store, accountTable, accountId.toBytes(account))
}

export function loadChain(store: Reader, account: AccountId): Promise<RecordChain | undefined> {
  return loadRow(store, chainTable, accountId.toBytes(account))
}

/** Who may come back by which recovery key: key of the table is that key, then the account's id. A key that was replaced stays. */
export const recoveryTable: Table<1> = { name: 'recoveries', codec: literal(1) }

export function recoveryRowKey(recoveryKey: RecoveryPublicKey, account: AccountId): Uint8Array {
  return concat(recoveryKey, accountId.toBytes(account))
}

export function putAccount(account: Account, name: AccountName | undefined): readonly Put[] {
  const key = accountId.toBytes(account.id)
  const { head, record, chain } = account
  return [
    putRow(accountTable, key, name === undefined ? { head, record } : { head, record, name }),
    putRow(chainTable, key, chain),
    putRow(recoveryTable, recoveryRowKey(record.recoveryKey, account.id), 1),
  ]
}
