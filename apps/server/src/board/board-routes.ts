import { fetchNotes, postNote, verifyPost } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { NOTES_PER_ACCOUNT, NOTE_READS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { openRoute, sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { Board } from './board.ts'

/** Whoever has an account here may write, whoever has the key of a tag under it; reading takes the tag alone. */
export function boardRoutes({ crypto, clock }: Kernel, board: Board): readonly Route[] {
  const perAccount = createRateLimit(clock, NOTES_PER_ACCOUNT)
  const perPeer = createRateLimit(clock, NOTE_READS_PER_PEER)
  return [
    sessionRoute(postNote, undefined, async ({ account }, { post }) => {
      const refused = refuseFor(perAccount.take(account))
      if (refused !== undefined) return refused
      const verified = await verifyPost(crypto, post, clock.now())
      if (verified === undefined) return refuse('signatureInvalid')
      const taken = board.put(verified.tag, { post, body: verified.body }, clock.now())
      return taken === 'full' ? refuse('quotaExceeded') : done(undefined)
    }),
    openRoute(fetchNotes, undefined, async ({ peer }, { tag }) => {
      return refuseFor(perPeer.take(peer)) ?? done({ posts: board.get(tag, clock.now()) })
    }),
  ]
}
