import { addressId, concat, leaveNotices, NOTICES_PER_REQUEST_MAX, utf8 } from '@rushlight/protocol'
import type { ForeignNotice, ProviderName, QueueId } from '@rushlight/protocol'
import type { Put } from '@rushlight/records'
import { NOTICES_PER_PROVIDER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { namedItemId } from '../queues/item-id.ts'
import type { Queues } from '../queues/queues.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'

/** A hub elsewhere leaves notices for devices that have their queue here. */
export function leaveNoticesRoute(queues: Queues): Route {
  const { clock } = queues.kernel
  const limit = createRateLimit(clock, NOTICES_PER_PROVIDER)
  return openRoute(leaveNotices, undefined, async ({ guestOf }, { notices }) => {
    if (guestOf === undefined) return refuse('unknownMethod')
    const refused = refuseFor(limit.take(guestOf, notices.length))
    if (refused !== undefined) return refused
    await leave(queues, guestOf, notices)
    return done(undefined)
  })
}

async function leave(queues: Queues, from: ProviderName, notices: readonly ForeignNotice[]): Promise<void> {
  const { kernel, items, destinations, attachments, wakeUp } = queues
  const puts: Put[] = []
  const woken = new Set<QueueId>()
  for (const { kind, pointer, name, sealed } of notices.slice(0, NOTICES_PER_REQUEST_MAX)) {
    const found = await destinations.findPointer(pointer)
    if (found === undefined || !(await items.hasRoom(found.queue))) continue
    // The id is ours, so nobody elsewhere can put anything in another one's place.
    const about = concat(utf8(`${from} `), addressId.toBytes(found.address), name)
    const id = namedItemId(kind, kernel.crypto.hmacSha256(kernel.identity.noticeKey, about), kernel.clock.now())
    puts.push(items.put(found.queue, { id, sealed }))
    // Its reader may be dealing with the one before, and about to acknowledge it: this one is handed out once more.
    attachments.of(found.queue)?.sent.delete(id)
    woken.add(found.queue)
  }
  if (puts.length === 0) return
  await kernel.turns.write({ put: puts })
  for (const queue of woken) items.forget(queue)
  await wakeUp.publish([...woken])
}
