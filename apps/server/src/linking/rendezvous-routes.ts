import { putRendezvous, readRendezvous } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { RENDEZVOUS_PUTS_PER_PEER, RENDEZVOUS_READS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { RendezvousPoints } from './rendezvous-points.ts'

/** For whoever has a connection: a device that is to be linked has no account yet. */
export function rendezvousRoutes({ clock }: Pick<Kernel, 'clock'>, points: RendezvousPoints): readonly Route[] {
  const puts = createRateLimit(clock, RENDEZVOUS_PUTS_PER_PEER)
  const reads = createRateLimit(clock, RENDEZVOUS_READS_PER_PEER)
  return [
    openRoute(putRendezvous, undefined, async ({ peer }, { rendezvous, place, box }) => {
      const refused = refuseFor(puts.take(peer))
      if (refused !== undefined) return refused
      const put = points.put(rendezvous, { place, box }, clock.now())
      return put === 'taken' ? done(undefined) : refuse(put === 'full' ? 'quotaExceeded' : 'recordInvalid')
    }),
    openRoute(readRendezvous, undefined, async ({ peer }, { rendezvous }) => {
      return refuseFor(reads.take(peer)) ?? done({ boxes: points.read(rendezvous, clock.now()) })
    }),
  ]
}
