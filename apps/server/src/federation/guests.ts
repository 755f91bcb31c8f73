import {
  concat,
  isFresh,
  parseWith,
  peerRequestCodec,
  readOrigin,
  span,
  utf8,
  verifyRequest,
  SIGNED_REQUEST_MS_MAX,
} from '@rushlight/protocol'
import type { Crypto, PeerAnswer, ProviderName, ProviderPublicKey, RequestOrigin } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { KEYS_ASKED_FOR_PEER, NONCES_IN_MEMORY_MAX, SIGNED_REQUESTS_PER_PEER, VISITS_IN_MEMORY_MAX } from '../limits.ts'
import type { Rate } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { createRecent } from '../limiting/recent.ts'
import type { Caller } from '../sessions/caller.ts'
import { refuse, refuseFor } from '../sessions/outcome.ts'
import type { Route } from '../sessions/route.ts'
import type { FederationPolicy } from './federation-policy.ts'
import type { PeerKeys } from './peer-keys.ts'
import { FEDERATION_PATH } from './peers.ts'

/** Answers the signed requests of other providers. */
export interface Guests {
  /** `undefined`: it says of nobody, in a way that counts, that it is theirs. */
  answer(request: SignedBody): Promise<PeerAnswer | undefined>
}

type SignedBody = {
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
  /** See `Link.peer`. */
  readonly peer: string
}

export type GuestsParts = {
  readonly kernel: Kernel
  readonly policy: FederationPolicy
  readonly keys: PeerKeys
  /** Those of the routes that are for guests. */
  readonly routes: ReadonlyMap<number, Route>
  /** What each of them may ask. */
  readonly perProvider: Rate
}

const CHALLENGE_KEY_BYTES = 32

export function createGuests({ kernel, policy, keys, routes, perProvider }: GuestsParts): Guests {
  const { crypto, clock, identity } = kernel
  const limit = createRateLimit(clock, perProvider)
  const placeLimit = createRateLimit(clock, SIGNED_REQUESTS_PER_PEER)
  const keyLimit = createRateLimit(clock, KEYS_ASKED_FOR_PEER)
  const nonces = createRecent<string, number>(NONCES_IN_MEMORY_MAX)
  const callerOf = createVisits(crypto)

  function isRepeated({ from, nonce }: RequestOrigin): boolean {
    const name = `${from} ${nonce}`
    const isKnown = (nonces.get(name) ?? 0) > clock.now()
    nonces.set(name, clock.now() + SIGNED_REQUEST_MS_MAX + span.MINUTE_MS)
    return isKnown
  }

  async function isFrom(origin: RequestOrigin, { headers, body, peer }: SignedBody): Promise<boolean> {
    const verify = async (key: ProviderPublicKey | undefined): Promise<boolean> => {
      // Whoever has not heard yet that it has another name asks it by the one it had.
      for (const authority of [identity.provider.name, ...identity.formerNames]) {
        const target = { authority, path: FEDERATION_PATH, query: '' }
        const request = { method: 'POST', target, body, headers }
        if (key !== undefined && (await verifyRequest(crypto, { key, origin }, request))) return true
      }
      return false
    }
    // The key behind a name may have changed (R29): then it is asked for once more.
    if (await verify(await keys.known(origin.from))) return true
    // Anybody may say to be anybody: nobody makes this provider ask around as much as they like.
    return keyLimit.take(peer) === 0 && (await verify(await keys.renewed(origin.from)))
  }

  return {
    async answer(signed) {
      const origin = readOrigin(signed.headers)
      if (origin === undefined || !isFresh(origin, clock.now())) return undefined
      if (!policy.allows(origin.from)) return refuse('providerRefused', span.HOUR_MS)
      // Only the place counts until it is known whose request it is: nobody spends what is another provider's.
      const tooMany = refuseFor(placeLimit.take(signed.peer))
      if (tooMany !== undefined) return tooMany
      if (!(await isFrom(origin, signed)) || isRepeated(origin)) return undefined
      const limited = refuseFor(limit.take(origin.from))
      if (limited !== undefined) return limited
      const request = parseWith(peerRequestCodec, signed.body)
      if (request === undefined) return refuse('malformed')
      const route = routes.get(request.method)
      if (route === undefined) return refuse('unknownMethod')
      kernel.figures.count('requests')
      return route.run(callerOf(origin.from, request.visit), request.params)
    },
  }
}

/** What a visit signs follows from its name, so it stays the same for as long as this process lives. */
function createVisits(crypto: Crypto): (from: ProviderName, visit: Uint8Array) => Caller {
  const visits = createRecent<string, Caller>(VISITS_IN_MEMORY_MAX)
  const challengeKey = crypto.randomBytes(CHALLENGE_KEY_BYTES)
  return (from, visit) => {
    const name = `${from} ${visit.toHex()}`
    const known = visits.get(name)
    if (known !== undefined) return known
    const caller: Caller = {
      peer: from,
      guestOf: from,
      challenge: crypto.hmacSha256(challengeKey, concat(utf8(from), visit)),
      session: undefined,
      // A guest's device hears by a notice in its own queue.
      push: () => undefined,
      pushFrame: () => undefined,
    }
    visits.set(name, caller)
    return caller
  }
}
