import { parseWith, POINTER_INFO, pointerCodec, queueId } from '@rushlight/protocol'
import type { Address, AddressId, Pointer, QueueId } from '@rushlight/protocol'
import { openOwnBox } from '../identity/derive-keys.ts'
import { isOwnName } from '../identity/own-identity.ts'
import type { Kernel } from '../kernel.ts'
import { CLOSED_ADDRESSES_IN_MEMORY_MAX } from '../limits.ts'
import { createRecent } from '../limiting/recent.ts'
import { closedAddressTable, keyOfClosed, queueTable } from './queue-row.ts'

/** Where an address of this provider leads. */
export type Destination = Pointer & {
  /** What is left there is sealed with it. */
  readonly itemKey: Uint8Array
}

/** Opens addresses, and knows which were closed since they were opened. */
export interface Destinations {
  /**
   * `undefined` for an address that nothing can be left at: closed, of a queue that is gone, or made for another provider.
   */
  find(address: Address): Promise<Destination | undefined>
  /** As `find`, for whoever does not know the key that seals what is left there. */
  findPointer(pointer: Uint8Array): Promise<Pointer | undefined>
  isOpen(destination: Destination): boolean
  noteClosed(queue: QueueId, address: AddressId): void
  noteGone(queue: QueueId): void
}

export function createDestinations({ store, crypto, identity }: Kernel): Destinations {
  const closed = createRecent<string, true>(CLOSED_ADDRESSES_IN_MEMORY_MAX)
  const gone = createRecent<QueueId, true>(CLOSED_ADDRESSES_IN_MEMORY_MAX)

  async function findPointer(sealed: Uint8Array): Promise<Pointer | undefined> {
    const opened = await openOwnBox(crypto, identity.keys, { info: POINTER_INFO, sealed })
    const pointer = opened === undefined ? undefined : parseWith(pointerCodec, opened.data)
    if (pointer === undefined) return undefined
    const [row] = await store.get(queueTable.name, [queueId.toBytes(pointer.queue)])
    const [closing] = await store.get(closedAddressTable.name, [keyOfClosed(pointer.queue, pointer.address)])
    return row === undefined || closing !== undefined ? undefined : pointer
  }

  return {
    async find(address) {
      if (!isOwnName(identity, address.provider)) return undefined
      const pointer = await findPointer(address.pointer)
      return pointer === undefined ? undefined : { ...pointer, itemKey: address.itemKey }
    },
    findPointer,
    isOpen: ({ queue, address }) => !gone.has(queue) && (closed.size === 0 || !closed.has(nameOf(queue, address))),
    noteClosed: (queue, address) => closed.set(nameOf(queue, address), true),
    noteGone: (queue) => gone.set(queue, true),
  }
}

function nameOf(queue: QueueId, address: AddressId): string {
  return `${queue}:${address}`
}
