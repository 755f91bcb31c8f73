import { accountId, claimOperator } from '@rushlight/protocol'
import { loadAccount } from '../accounts/account-row.ts'
import type { Kernel } from '../kernel.ts'
import { OPERATOR_CLAIMS_PER_PEER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { OperatorLinks } from '../ports/operator-links.ts'
import { putRow } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { isOperator, operatorTable } from './operator-row.ts'

/** The token of an operator link makes the asking account the operator, once. */
export function claimOperatorRoute(kernel: Kernel, links: OperatorLinks): Route {
  const limit = createRateLimit(kernel.clock, OPERATOR_CLAIMS_PER_PEER)
  return sessionRoute(claimOperator, 'operator', async ({ account, caller }, { token }) => {
    const refused = refuseFor(limit.take(caller.peer))
    if (refused !== undefined) return refused
    if ((await loadAccount(kernel.store, account)) === undefined) return refuse('unknownAccount')
    // Asked again because the answer was lost.
    if (await isOperator(kernel.store, account)) return done(undefined)
    if (!(await links.redeem(token))) return refuse('notOperator')
    await kernel.turns.write({ put: [putRow(operatorTable, accountId.toBytes(account), undefined)] })
    return done(undefined)
  })
}
