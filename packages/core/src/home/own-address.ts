import {
  addressId,
  bytes,
  encodeWith,
  field,
  ITEM_KEY_BYTES,
  POINTER_BYTES_MAX,
  POINTER_INFO,
  pointerCodec,
  providerNameCodec,
  queueId,
  sealBox,
  struct,
} from '@rushlight/protocol'
import type { Address, AddressId, Codec, Crypto, Provider, ProviderName, QueueId } from '@rushlight/protocol'

/** An address as its device knows it. */
export type OwnAddress = {
  readonly id: AddressId
  readonly pointer: Uint8Array
  readonly itemKey: Uint8Array
  /** Where it leads. */
  readonly provider: ProviderName
  readonly queue: QueueId
}

export const ownAddressCodec: Codec<OwnAddress> = struct({
  id: field(0, addressId.codec),
  pointer: field(1, bytes({ max: POINTER_BYTES_MAX })),
  itemKey: field(2, bytes(ITEM_KEY_BYTES)),
  provider: field(3, providerNameCodec),
  queue: field(4, queueId.codec),
})

/** What an address is made from. */
export type QueuePlace = { readonly provider: Provider; readonly queue?: { readonly id: QueueId } }

/** A new address of a queue. `undefined` while there is no queue, or if the provider's sealing key is none. */
export async function createAddress(crypto: Crypto, { provider, queue }: QueuePlace): Promise<OwnAddress | undefined> {
  if (queue === undefined) return undefined
  const id = addressId.fromBytes(crypto.randomBytes(addressId.lengthBytes))
  const to = { publicKey: provider.sealingKey, info: POINTER_INFO }
  const pointer = await sealBox(crypto, to, encodeWith(pointerCodec, { queue: queue.id, address: id }))
  return pointer === undefined
    ? undefined
    : { id, pointer, itemKey: crypto.randomBytes(ITEM_KEY_BYTES), provider: provider.name, queue: queue.id }
}

/** One at each home that has a queue, in the order in which senders are to try them. */
export async function createAddresses(crypto: Crypto, homes: readonly QueuePlace[]): Promise<readonly OwnAddress[]> {
  const made = await Promise.all(homes.map((home) => createAddress(crypto, home)))
  return made.filter((address) => address !== undefined)
}

/** As others get it. */
export function publicAddress({ provider, pointer, itemKey }: OwnAddress): Address {
  return { provider, pointer, itemKey }
}

/** Do these addresses lead to all queues there are, and to no other, in the order of the homes? */
export function areAddressesOf(addresses: readonly OwnAddress[], homes: readonly QueuePlace[]): boolean {
  const places = homes.filter(({ queue }) => queue !== undefined)
  return (
    places.length === addresses.length &&
    places.every(
      ({ provider, queue }, i) => addresses[i]?.provider === provider.name && addresses[i]?.queue === queue?.id,
    )
  )
}
