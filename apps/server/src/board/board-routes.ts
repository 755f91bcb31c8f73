import { fetchNotes, postNote, verifyPost } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { NOTES_PER_ACCOUNT, NOTES_PER_PROVIDER, NOTE_READS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { memberOrGuestRoute, openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { Board } from './board.ts'

/**
 * Whoever has an account here or at a provider that asks may write, with the key of a tag, under it; reading takes the tag
 * alone. People of a provider that is gone meet at any other.
 */
export function boardRoutes({ crypto, clock }: Pick<Kernel, 'crypto' | 'clock'>, board: Board): readonly Route[] {
  const perAccount = createRateLimit(clock, NOTES_PER_ACCOUNT)
  const perProvider = createRateLimit(clock, NOTES_PER_PROVIDER)
  const perPeer = createRateLimit(clock, NOTE_READS_PER_PEER)
  return [
    memberOrGuestRoute(postNote, undefined, async (asker, { post }) => {
      const waitMs = asker.kind === 'guest' ? perProvider.take(asker.of) : perAccount.take(asker.account)
      const refused = refuseFor(waitMs)
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
