import { attachQueue, createQueue, hashLabelled } from '@rushlight/protocol'
import type { ProviderName } from '@rushlight/protocol'
import type { SelfRow } from '../account/self-row.ts'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import type { HomeRow } from '../home/home-row.ts'
import { areAddressesOf } from '../home/own-address.ts'
import type { RoomStep } from '../room/room-step.ts'

const SECRET_BYTES = 32

/** Is this connection reading the device's queue at that home from now on, and is it one that nobody knows an address of yet? */
export type OpenedQueue = 'open' | 'new' | 'unanswered'

/** Where there is no queue (any more) one is made. */
export async function openQueue(core: Core, home: Home, { provider, queue }: HomeRow): Promise<OpenedQueue> {
  const { link } = home
  if (queue !== undefined) {
    const attached = await link.call(attachQueue, { queue: queue.id, secret: queue.secret })
    if (attached.kind === 'answer') return 'open'
    if (attached.kind === 'lost' || attached.error.code !== 'unknownQueue') return 'unanswered'
  }
  const secret = core.crypto.randomBytes(SECRET_BYTES)
  const secretTag = hashLabelled(core.crypto, 'queue secret', secret)
  const created = await link.call(createQueue, { secretTag })
  if (created.kind !== 'answer') return 'unanswered'
  const { queue: id } = created.value
  await core.changeSelf((row) => withQueue(row, provider.name, { id, secret }))
  const attached = await link.call(attachQueue, { queue: id, secret })
  return attached.kind === 'answer' ? 'new' : 'unanswered'
}

/** Letterbox and KeyPackages that lead elsewhere are made anew, those at other homes too: they name all of them. */
function withQueue(row: SelfRow, at: ProviderName, queue: NonNullable<HomeRow['queue']>): SelfRow {
  const homes = row.homes.map(({ published: _, ...home }) => {
    if (home.provider.name !== at) return home
    const { letterbox: __, ...kept } = home
    return { ...kept, queue }
  })
  return { ...row, homes }
}

/** Rooms that know another set of homes, or queues that are no more, are told where this device can be reached (R12). */
export async function tellAddresses(core: Core): Promise<void> {
  for (const { actor, outbox } of core.rooms.values()) {
    await actor.run((step) => Promise.resolve(planAddresses(step)))
    void outbox.flush()
  }
}

function planAddresses(step: RoomStep): void {
  const { row, jobs } = step.model
  const isKnown = row.slot === undefined || areAddressesOf(row.slot.addresses, step.world.self().row.homes)
  if (isKnown || !SPEAKING.has(row.standing)) return
  for (const { count, row: job } of jobs) if (job.job.kind === 'addresses') step.removeJob(count)
  step.addJob({ kind: 'addresses' })
}

/** Who has not accepted a request yet says nothing. */
const SPEAKING: ReadonlySet<string> = new Set(['joined', 'creating'])
