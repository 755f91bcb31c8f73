import { bigEndian, concat, utf8 } from '../bytes/bytes.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { messageId } from '../ids/ids.ts'
import type { AccountId, MessageId, RoomId } from '../ids/ids.ts'

/** 1 = SHA-256 in IANA's named-information registry: the first byte of an id. */
const HASH_ALGORITHM = 0x01
const HASH_BYTES_KEPT = 31

/**
 * R1: the URIs inside an id are made of account and room ids under this reserved authority (RFC 2606), never of a host
 * name, so a message keeps its id when providers change.
 */
const AUTHORITY = 'mimi://rushlight.invalid'

export function senderUri(account: AccountId): string {
  return `${AUTHORITY}/u/${account}`
}

export function roomUri(room: RoomId): string {
  return `${AUTHORITY}/r/${room}`
}

export type MessagePlace = { readonly senderUri: string; readonly roomUri: string }

/** mimi-content §3.3. `encoded` is the whole content in CBOR, `salt` the one inside it. */
export function messageIdOf(
  crypto: Crypto,
  place: MessagePlace,
  content: { readonly encoded: Uint8Array; readonly salt: Uint8Array },
): MessageId {
  const sender = utf8(place.senderUri)
  const room = utf8(place.roomUri)
  const lengths = [bigEndian(sender.length, 2), bigEndian(room.length, 2)] as const
  const hash = crypto.sha256(concat(lengths[0], sender, lengths[1], room, content.encoded, content.salt))
  return messageId.fromBytes(concat(Uint8Array.of(HASH_ALGORITHM), hash.subarray(0, HASH_BYTES_KEPT)))
}
