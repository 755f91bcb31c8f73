import { bytes, field, list, struct } from '../../bytes/codec.ts'
import type { Codec } from '../../bytes/codec.ts'
import { addressId, queueId, queueItemId } from '../../ids/ids.ts'
import type { AddressId, QueueId, QueueItemId } from '../../ids/ids.ts'
import { addressCodec } from '../../log/address.ts'
import type { Address } from '../../log/address.ts'
import { LETTER_BYTES_MAX, QUEUE_FETCH_MAX } from '../../limits.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'

const SECRET_BYTES = 32
const HASH_BYTES = 32
/** A sealed letter, padded by at most 12 %, and its framing. */
const ITEM_BYTES_MAX: number = LETTER_BYTES_MAX * 2

/** One thing left in a queue, sealed under the item key of the address it came by. */
export type StoredQueueItem = { readonly id: QueueItemId; readonly sealed: Uint8Array }

export const storedQueueItemCodec: Codec<StoredQueueItem> = struct({
  id: field(0, queueItemId.codec),
  sealed: field(1, bytes({ max: ITEM_BYTES_MAX })),
})

/** Makes a mailbox for this device. `secretTag` is the hash (label `queue secret`) of the secret that opens it. */
export const createQueue: Method<{ readonly secretTag: Uint8Array }, { readonly queue: QueueId }> = {
  number: 50,
  params: struct({ secretTag: field(0, bytes(HASH_BYTES)) }),
  result: struct({ queue: field(0, queueId.codec) }),
}

/** From now on this connection reads that queue: what comes in is pushed here. The newest connection has it. */
export const attachQueue: Method<{ readonly queue: QueueId; readonly secret: Uint8Array }, Nothing> = {
  number: 51,
  params: struct({ queue: field(0, queueId.codec), secret: field(1, bytes(SECRET_BYTES)) }),
  result: nothing,
}

/** The oldest items first, as far as one can tell: at most QUEUE_FETCH_MAX that were not acknowledged. */
export const fetchQueue: Method<Nothing, { readonly items: readonly StoredQueueItem[] }> = {
  number: 52,
  params: nothing,
  result: struct({ items: field(0, list(storedQueueItemCodec, QUEUE_FETCH_MAX)) }),
}

export const acknowledgeItems: Method<{ readonly items: readonly QueueItemId[] }, Nothing> = {
  number: 53,
  params: struct({ items: field(0, list(queueItemId.codec, QUEUE_FETCH_MAX)) }),
  result: nothing,
}

/** Nothing can be left at that address any more (R12). */
export const closeAddress: Method<{ readonly address: AddressId }, Nothing> = {
  number: 54,
  params: struct({ address: field(0, addressId.codec) }),
  result: nothing,
}

export const removeQueue: Method<Nothing, Nothing> = { number: 55, params: nothing, result: nothing }

/** Leaves a letter (sealed by HPKE to the letterbox's key) at the address of a letterbox. */
export const postLetter: Method<{ readonly address: Address; readonly letter: Uint8Array }, Nothing> = {
  number: 56,
  params: struct({ address: field(0, addressCodec), letter: field(1, bytes({ max: LETTER_BYTES_MAX })) }),
  result: nothing,
}
