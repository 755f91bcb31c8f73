import { addressId, encodeWith, ITEM_KEY_BYTES, POINTER_INFO, pointerCodec, sealBox } from '@rushlight/protocol'
import type { Address, Crypto, Provider, QueueId } from '@rushlight/protocol'
import type { OwnAddress } from '../account/self-row.ts'

/** A new address of a queue: as its device keeps it. `undefined` if the provider's sealing key is none. */
export async function createAddress(
  crypto: Crypto,
  provider: Provider,
  queue: QueueId,
): Promise<OwnAddress | undefined> {
  const id = addressId.fromBytes(crypto.randomBytes(addressId.lengthBytes))
  const to = { publicKey: provider.sealingKey, info: POINTER_INFO }
  const pointer = await sealBox(crypto, to, encodeWith(pointerCodec, { queue, address: id }))
  return pointer === undefined ? undefined : { id, pointer, itemKey: crypto.randomBytes(ITEM_KEY_BYTES) }
}

/** As others get it. */
export function publicAddress({ pointer, itemKey }: OwnAddress, provider: Provider): Address {
  return { provider: provider.name, pointer, itemKey }
}
