import { attachQueue, createQueue, hashLabelled } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

const SECRET_BYTES = 32

/**
 * From now on this connection reads the device's queue; one is made where there is none (any more), of which nobody knows
 * an address yet. False: no answer.
 */
export async function openQueue(core: Core): Promise<boolean> {
  const { queue } = core.self.row
  if (queue !== undefined) {
    const attached = await core.link.call(attachQueue, { queue: queue.id, secret: queue.secret })
    if (attached.kind === 'answer') return true
    if (attached.kind === 'lost' || attached.error.code !== 'unknownQueue') return false
  }
  const secret = core.crypto.randomBytes(SECRET_BYTES)
  const secretTag = hashLabelled(core.crypto, 'queue secret', secret)
  const created = await core.link.call(createQueue, { secretTag })
  if (created.kind !== 'answer') return false
  await core.changeSelf(({ letterbox: _, published: __, ...row }) => ({
    ...row,
    queue: { id: created.value.queue, secret },
  }))
  const attached = await core.link.call(attachQueue, { queue: created.value.queue, secret })
  return attached.kind === 'answer'
}
