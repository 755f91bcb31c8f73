import { readStatus } from '@rushlight/protocol'
import type { ProviderStatus } from '@rushlight/protocol'
import { accountTable } from '../accounts/account-row.ts'
import type { Kernel } from '../kernel.ts'
import { STATUS_KEPT_MS } from '../limits.ts'
import { logTable } from '../logs/log-rows.ts'
import type { Usage } from '../ports/usage.ts'
import { pagesOf } from '../rows/pages.ts'
import type { Reader, Table } from '../rows/table.ts'
import { done } from '../sessions/outcome.ts'
import type { Route } from '../sessions/route.ts'
import { operatorRoute } from './operator-route.ts'

export type StatusSources = {
  readonly kernel: Kernel
  readonly usage: Usage
  readonly startedAt: number
  readonly connections: () => number
}

/** Counts for the operator; what takes a walk through the store is counted at most once in a while. */
export function readStatusRoute({ kernel, usage, startedAt, connections }: StatusSources): Route {
  let counted: (Pick<ProviderStatus, 'accounts' | 'logs'> & { readonly at: number }) | undefined
  return operatorRoute(kernel.store, readStatus, async () => {
    const now = kernel.clock.now()
    if (counted === undefined || counted.at + STATUS_KEPT_MS <= now) {
      const accounts = await countRows(kernel.store, accountTable)
      counted = { accounts, logs: await countRows(kernel.store, logTable), at: now }
    }
    return done({
      accounts: counted.accounts,
      logs: counted.logs,
      connections: connections(),
      storedBytes: await usage.storedBytes(),
      fileBytes: await usage.fileBytes(),
      startedAt,
      acceptsWrites: kernel.turns.acceptsWrites(),
    })
  })
}

async function countRows<Row>(store: Reader, table: Table<Row>): Promise<number> {
  let count = 0
  for await (const rows of pagesOf(store, table)) count += rows.length
  return count
}
