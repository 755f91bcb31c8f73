import { relay, RELAYED_METHODS, utf8 } from '@rushlight/protocol'
import type { PeerAnswer } from '@rushlight/protocol'
import { isOwnName } from '../identity/own-identity.ts'
import type { Kernel } from '../kernel.ts'
import { RELAYS_PER_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { Peers } from './peers.ts'

const VISIT_BYTES = 16

/** A device asks another provider through this one: that one learns from where, and not from whom. */
export function relayRoute(
  { crypto, clock, identity }: Kernel,
  peers: Peers,
  routes: () => ReadonlyMap<number, Route>,
): Route {
  const perAccount = createRateLimit(clock, RELAYS_PER_ACCOUNT)
  return sessionRoute(relay, undefined, async ({ account, caller }, { provider, method, params }) => {
    const refused = refuseFor(perAccount.take(account))
    if (refused !== undefined) return refused
    if (!RELAYED_METHODS.has(method)) return refuse('unknownMethod')
    // That is this very provider, as it was called before.
    const route = isOwnName(identity, provider) ? routes().get(method) : undefined
    if (route !== undefined) {
      const outcome = await route.run(caller, params)
      return outcome.kind === 'done' ? done({ result: outcome.result }) : outcome
    }
    // Another one for each provider and connection: two providers that compare what they saw find no common guest.
    const visit = crypto.hmacSha256(caller.challenge, utf8(provider)).slice(0, VISIT_BYTES)
    const answer = await peers.ask(provider, { visit, method, params })
    return answer.kind === 'done' ? done({ result: answer.result }) : refuseAs(answer)
  })
}

/** Whether this device is known is nothing that another provider could say. */
function refuseAs({ error }: Extract<PeerAnswer, { kind: 'refused' }>): ReturnType<typeof refuse> {
  const code = error.code === 'notAuthenticated' ? 'providerUnreachable' : error.code
  return refuse(code, error.retryAfterMs)
}
