import type { Address, LogId, QueueId, Roster, Slot } from '@rushlight/protocol'
import { isOwnName } from '../identity/own-identity.ts'
import type { OwnIdentity } from '../identity/own-identity.ts'
import type { Schedule } from '../ports/schedule.ts'
import type { Destination } from '../queues/destinations.ts'
import type { Notice } from '../queues/notices.ts'
import type { Queues } from '../queues/queues.ts'

/** Who hears of a new place of a log: now, over a connection, or by a notice left in a queue. */
export interface Recipients {
  find(addressed: Addressed): Promise<Reach>
}

type Addressed = {
  readonly log: LogId
  readonly seq: number
  /** Already in the room; whoever posted is not among them. */
  readonly slots: Roster
  /** Brought in by this very place. */
  readonly added: Roster
}

export type Reach = {
  /** Of those who are connected now: the connection is looked up when the place is on disk, since it may be another by then. */
  readonly queues: readonly QueueId[]
  readonly wanted: readonly { readonly destination: Destination; readonly notice: Notice }[]
  /** Of those who are not connected here, at their other providers; each of a device's addresses is one of these. */
  readonly abroad: readonly { readonly address: Address; readonly notice: Notice }[]
}

/** Opening an address costs two operations with keys: so many, and others get their turn. */
const OPENED_AT_ONCE_MAX = 32

export function createRecipients(queues: Queues, schedule: Pick<Schedule, 'nextTurn'>, own: OwnIdentity): Recipients {
  const hub = own.provider.name
  const { attachments, destinations } = queues
  /** Lives and dies with the open roster that the slot is part of. */
  const known = new WeakMap<Slot, Destination | 'nowhere'>()
  let opened = 0

  async function open(slot: Slot): Promise<Destination | undefined> {
    for (const address of slot.addresses) {
      opened += 1
      if (opened % OPENED_AT_ONCE_MAX === 0) await new Promise<void>((resolve) => schedule.nextTurn(resolve))
      const destination = await destinations.find(address)
      if (destination !== undefined) return destination
    }
    return undefined
  }

  async function destinationOf(slot: Slot): Promise<Destination | undefined> {
    const before = known.get(slot)
    if (before === 'nowhere' || (before !== undefined && destinations.isOpen(before))) {
      return before === 'nowhere' ? undefined : before
    }
    const found = await open(slot)
    known.set(slot, found ?? 'nowhere')
    return found
  }

  const addressesAbroad = ({ addresses }: Slot): readonly Address[] =>
    addresses.filter(({ provider }) => !isOwnName(own, provider))

  return {
    async find({ log, seq, slots, added }) {
      const present: QueueId[] = []
      const wanted: { destination: Destination; notice: Notice }[] = []
      const abroad: { address: Address; notice: Notice }[] = []
      const news: Notice = { kind: 'news', hub, log }
      const welcome: Notice = { kind: 'welcome', hub, log, seq }
      const leave = (slot: Slot, destination: Destination | undefined, notice: Notice): void => {
        if (destination !== undefined) wanted.push({ destination, notice })
        // Its other providers may be the only ones that it reaches now.
        for (const address of addressesAbroad(slot)) abroad.push({ address, notice })
      }
      for (const slot of slots) {
        const destination = await destinationOf(slot)
        if (destination !== undefined && attachments.of(destination.queue) !== undefined)
          present.push(destination.queue)
        else leave(slot, destination, news)
      }
      for (const slot of added) leave(slot, await destinationOf(slot), welcome)
      return { queues: present, wanted, abroad }
    },
  }
}
