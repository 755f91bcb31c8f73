import {
  accountId,
  accountNameCodec,
  bool,
  field,
  literal,
  optional,
  providerNameCodec,
  recordChainCodec,
  struct,
  uint,
  verificationCodec,
} from '@rushlight/protocol'
import type { AccountId, AccountName, Codec, ProviderName, RecordChain, Verification } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** What this device knows of somebody else's (or its own) account. */
export type AccountRow = {
  readonly format: 1
  /** Absent while only a backup has told of it. */
  readonly chain?: RecordChain
  readonly name: AccountName
  readonly provider: ProviderName
  /** Chosen by the user: they wrote first, or accepted a request. */
  readonly isContact: boolean
  readonly isBlocked: boolean
  /** UTC ms. */
  readonly contactSince?: number
  readonly verification?: Verification
}

const accountRowCodec: Codec<AccountRow> = struct({
  format: field(0, literal(1)),
  chain: optional(1, recordChainCodec),
  name: field(2, accountNameCodec),
  provider: field(3, providerNameCodec),
  isContact: field(4, bool),
  isBlocked: field(5, bool),
  contactSince: optional(6, uint()),
  verification: optional(7, verificationCodec),
})

export const accountTable: Table<AccountId, AccountRow> = {
  name: 'account',
  key: (id) => accountId.toBytes(id),
  codec: accountRowCodec,
}
