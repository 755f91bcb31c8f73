import type { Method } from '@rushlight/protocol'
import type { Reader } from '../rows/table.ts'
import { refuse } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { isOperator } from './operator-row.ts'

/** For the operator only. */
export function operatorRoute<P, R>(
  store: Reader,
  method: Method<P, R>,
  answer: (params: P) => Promise<Outcome<R>>,
): Route {
  return sessionRoute(method, 'operator', async ({ account }, params) => {
    return (await isOperator(store, account)) ? answer(params) : refuse('notOperator')
  })
}
