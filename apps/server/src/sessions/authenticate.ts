import { authenticate, deviceOf, verifyLabelled } from '@rushlight/protocol'
import { loadAccount } from '../accounts/account-row.ts'
import type { Kernel } from '../kernel.ts'
import { PROOFS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { isOperator } from '../operator/operator-row.ts'
import { done, refuse, refuseFor } from './outcome.ts'
import { openRoute } from './route.ts'
import type { Route } from './route.ts'
import type { SessionRegistry } from './session-registry.ts'

/** A device proves by its own key which one it is: the key that the newest record known here lists for it. */
export function authenticateRoute(kernel: Kernel, sessions: SessionRegistry): Route {
  const { store, crypto, clock } = kernel
  const limit = createRateLimit(clock, PROOFS_PER_PEER)
  return openRoute(authenticate, 'session', async (caller, { account, device, signature }) => {
    const refused = refuseFor(limit.take(caller.peer))
    if (refused !== undefined) return refused
    const known = await loadAccount(store, account)
    if (known === undefined) return refuse('unknownAccount')
    const entry = deviceOf(known.record, device)
    if (entry === undefined) return refuse('unknownDevice')
    const signed = { publicKey: entry.key, signature }
    if (!(await verifyLabelled({ crypto, label: 'session' }, signed, caller.challenge)))
      return refuse('signatureInvalid')
    const token = sessions.begin(caller, { account, device })
    return done({ head: known.head, token, isOperator: await isOperator(store, account) })
  })
}
