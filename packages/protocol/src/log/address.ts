import { bytes, field, list, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { addressId, queueId } from '../ids/ids.ts'
import type { AddressId, QueueId } from '../ids/ids.ts'
import { providerNameCodec } from '../identity/provider.ts'
import type { ProviderName } from '../identity/provider.ts'
import { ADDRESSES_PER_SLOT_MAX } from '../limits.ts'

/**
 * Where a device of a room can be reached: a pointer to its queue that only its provider can open, different for each
 * room, so that rosters of two rooms show no common member (`spec/delivery.md` §6).
 */
export type Address = {
  readonly provider: ProviderName
  /** HPKE to the provider's sealing key; holds a `Pointer`. */
  readonly pointer: Uint8Array
  /** What is left in the queue under this address is sealed with it, so the queue itself cannot be read on the disk. */
  readonly itemKey: Uint8Array
}

/** What a pointer holds. `address` lets the device close this one address and keep its queue. */
export type Pointer = { readonly queue: QueueId; readonly address: AddressId }

export const ITEM_KEY_BYTES = 32
/** HPKE info of pointers. */
export const POINTER_INFO = 'Rushlight 1 pointer'
export const POINTER_BYTES_MAX = 128

export const addressCodec: Codec<Address> = struct({
  provider: field(0, providerNameCodec),
  pointer: field(1, bytes({ max: POINTER_BYTES_MAX })),
  itemKey: field(2, bytes(ITEM_KEY_BYTES)),
})

/** In the order in which senders try them. */
export const addressesCodec: Codec<readonly Address[]> = list(addressCodec, ADDRESSES_PER_SLOT_MAX)

export const pointerCodec: Codec<Pointer> = struct({
  queue: field(0, queueId.codec),
  address: field(1, addressId.codec),
})
