import { accountId, field, literal, messageId, optional, struct, uint } from '@rushlight/protocol'
import type { AccountId, Codec, Crypto, MessageId } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/**
 * That a message was here once. It outlives the message, so that a copy which is sent again is not shown again (R28), and
 * shows nobody which message it was: its key is an HMAC.
 */
export type SeenRow = {
  readonly format: 1
  /** UTC ms. */
  readonly keptUntil: number
  /** The message was taken back by this account, perhaps before it came. */
  readonly deletedBy?: AccountId
  /** Another device of the account read it then, before it came here: not seen here yet. */
  readonly readAt?: number
}

/** The keyed name of a message id. */
export type SeenName = Uint8Array

const NAME_BYTES = 16

const seenRowCodec: Codec<SeenRow> = struct({
  format: field(0, literal(1)),
  keptUntil: field(1, uint()),
  deletedBy: optional(2, accountId.codec),
  readAt: optional(3, uint()),
})

export const seenTable: Table<SeenName, SeenRow> = { name: 'seen', key: (name) => name, codec: seenRowCodec }

export function seenNameOf(crypto: Crypto, tombstoneKey: Uint8Array, id: MessageId): SeenName {
  return crypto.hmacSha256(tombstoneKey, messageId.toBytes(id)).slice(0, NAME_BYTES)
}
