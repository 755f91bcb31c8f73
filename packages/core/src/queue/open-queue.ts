import { attachQueue, createQueue, hashLabelled } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

const SECRET_BYTES = 32

/** `new`: the queue was made now, so nobody knows an address of it yet. `later`: no answer. */
export type OpenedQueue = 'known' | 'new' | 'later'

/** From now on this connection reads the device's queue; one is made where there is none (any more). */
export async function openQueue(core: Core): Promise<OpenedQueue> {
  const { queue } = core.self.row
  if (queue !== undefined) {
    const attached = await core.link.call(attachQueue, { queue: queue.id, secret: queue.secret })
    if (attached.kind === 'answer') return 'known'
    if (attached.kind === 'lost' || attached.error.code !== 'unknownQueue') return 'later'
  }
  const secret = core.crypto.randomBytes(SECRET_BYTES)
  const secretTag = hashLabelled(core.crypto, 'queue secret', secret)
  const created = await core.link.call(createQueue, { secretTag })
  if (created.kind !== 'answer') return 'later'
  await core.patchSelf({ queue: { id: created.value.queue, secret } })
  const attached = await core.link.call(attachQueue, { queue: created.value.queue, secret })
  return attached.kind === 'answer' ? 'new' : 'later'
}
