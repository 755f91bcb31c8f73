import { accountId, deleteAccount, verifyLabelled } from '@rushlight/protocol'
import type { AccountEnd, AccountId } from '@rushlight/protocol'
import { removeAllDevices } from '../directory/device-row.ts'
import type { Kernel } from '../kernel.ts'
import { operatorTable } from '../operator/operator-row.ts'
import { expectRow, removeRow } from '../rows/table.ts'
import { done, refuse } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { accountTable, chainTable, loadAccount, recoveryRowKey, recoveryTable } from './account-row.ts'
import type { AccountRow } from './account-row.ts'
import { backupTable } from './backup-row.ts'
import { putEnd } from './ended-row.ts'
import { leaveName, loadName } from './name-row.ts'
import type { NameChange } from './name-row.ts'
import { removePassword } from './password-row.ts'

/**
 * An account that wants to be forgotten: nothing of it stays but the hash of its name, so that nobody gets the name again, and
 * that it was deleted, under the hash of its id.
 * Its queues are not known here; the device removes its own.
 */
export function deleteAccountRoute(kernel: Kernel, sessions: SessionRegistry): Route {
  const { store, crypto, turns } = kernel
  return sessionRoute(deleteAccount, 'account', async ({ account, caller }, { signature }) => {
    const known = await loadAccount(store, account)
    if (known === undefined) return done(undefined)
    const signed = { publicKey: known.record.accountKey, signature }
    const isMeant = await verifyLabelled({ crypto, label: 'account deletion' }, signed, caller.challenge)
    if (!isMeant) return refuse('signatureInvalid')
    const outcome = await writeDecided(turns, () => decide(kernel, account, { challenge: caller.challenge, signature }))
    if (outcome.kind === 'done') sessions.endOthers(account, [])
    return outcome
  })
}

async function decide(kernel: Kernel, account: AccountId, end: AccountEnd): Promise<Decided<undefined>> {
  const known = await loadAccount(kernel.store, account)
  return known === undefined
    ? done(undefined)
    : {
        kind: 'write',
        batch: forget(kernel, { account, end, known, left: await leftName(kernel, account, known) }),
        result: undefined,
      }
}

async function leftName(kernel: Kernel, account: AccountId, { name }: AccountRow): Promise<readonly NameChange[]> {
  if (name === undefined) return []
  const change = leaveName(kernel, { name, account }, await loadName(kernel, name))
  return change === undefined ? [] : [change]
}

type Forgetting = {
  readonly account: AccountId
  readonly end: AccountEnd
  readonly known: AccountRow
  readonly left: readonly NameChange[]
}

function forget(
  kernel: Kernel,
  { account, end, known, left }: Forgetting,
): Extract<Decided<undefined>, { kind: 'write' }>['batch'] {
  const key = accountId.toBytes(account)
  return {
    expect: [expectRow(accountTable, key, known), ...left.map(({ expect }) => expect)],
    removeRange: removeAllDevices(account),
    remove: [
      ...[accountTable, chainTable, backupTable, operatorTable].map((table) => removeRow(table, key)),
      removeRow(recoveryTable, recoveryRowKey(known.record.recoveryKey, account)),
      removePassword(account),
    ],
    put: [...left.map(({ put }) => put), putEnd(kernel, account, end)],
  }
}
