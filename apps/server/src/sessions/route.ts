import { decodeCbor } from '@rushlight/protocol'
import type { AccountId, Cbor, Method, ProviderName } from '@rushlight/protocol'
import type { Caller, Session } from './caller.ts'
import { done, refuse } from './outcome.ts'
import type { Outcome } from './outcome.ts'

/** One method and what answers it. */
export type Route = {
  readonly number: number
  /** Requests of one lane and connection are answered one after the other; those without are ordered by what they touch. */
  readonly lane: Lane | undefined
  run(caller: Caller, params: Cbor): Promise<Outcome<Cbor>>
}

export type Lane = 'session' | 'account' | 'directory' | 'queue' | 'operator'

/** For whoever has a connection. */
export function openRoute<P, R>(
  method: Method<P, R>,
  lane: Lane | undefined,
  answer: (caller: Caller, params: P) => Promise<Outcome<R>>,
): Route {
  return {
    number: method.number,
    lane,
    async run(caller, params) {
      const parsed = decodeCbor(method.params, params)
      if (parsed === undefined) return refuse('malformed')
      const outcome = await answer(caller, parsed.value)
      return outcome.kind === 'done' ? done(method.result.toCbor(outcome.result)) : outcome
    },
  }
}

/** For a device that has proved itself. */
export function sessionRoute<P, R>(
  method: Method<P, R>,
  lane: Lane | undefined,
  answer: (asking: Asking, params: P) => Promise<Outcome<R>>,
): Route {
  return openRoute(method, lane, async (caller, params) => {
    const { session } = caller
    return session === undefined ? refuse('notAuthenticated') : answer({ ...session, caller }, params)
  })
}

/** For a device that has proved itself here, and for those of other providers, whose provider answers for them. */
export function memberOrGuestRoute<P, R>(
  method: Method<P, R>,
  lane: Lane | undefined,
  answer: (asker: Asker, params: P) => Promise<Outcome<R>>,
): Route {
  return openRoute(method, lane, async (caller, params) => {
    const { session, guestOf } = caller
    if (session !== undefined) return answer({ kind: 'member', account: session.account, caller }, params)
    return guestOf === undefined ? refuse('notAuthenticated') : answer({ kind: 'guest', of: guestOf, caller }, params)
  })
}

export type Asker =
  | { readonly kind: 'member'; readonly account: AccountId; readonly caller: Caller }
  | { readonly kind: 'guest'; readonly of: ProviderName; readonly caller: Caller }

export type Asking = Session & { readonly caller: Caller }
