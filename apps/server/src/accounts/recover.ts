import { accountId, concat, equal, KEY_BYTES, recoverAccount, verifyLabelled } from '@rushlight/protocol'
import type { AccountId, AccountName, RecoverParams, RecoverResult, RecoveryPublicKey } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { RECOVERIES_PER_NAME, RECOVERIES_PER_PEER, RECOVERY_CANDIDATES_MAX } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { PasswordServer } from '../ports/passwords.ts'
import { loadRange } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { loadAccount, loadChain, recoveryTable } from './account-row.ts'
import { loadBackup } from './backup-row.ts'

/**
 * Coming back by the recovery phrase alone. Accounts are found by the key that was proven, never by the name, which only
 * tells apart what has one key: so an unknown name is answered as, and takes as long as, a wrong phrase. A provider that is not
 * the account's first, and has no name for it, lets its owner back in all the same.
 */
export function recoverRoute(kernel: Kernel, passwords: PasswordServer): Route {
  const perPeer = createRateLimit(kernel.clock, RECOVERIES_PER_PEER)
  const perName = createRateLimit(kernel.clock, RECOVERIES_PER_NAME)
  return openRoute(recoverAccount, 'account', async (caller, params): Promise<Outcome<RecoverResult>> => {
    const refused = refuseFor(perPeer.take(caller.peer)) ?? refuseFor(perName.take(`${caller.peer} ${params.name}`))
    if (refused !== undefined) return refused
    const { recoveryKey: publicKey, signature } = params
    const signed = { publicKey, signature }
    const isOwner = await verifyLabelled({ crypto: kernel.crypto, label: 'recovery' }, signed, caller.challenge)
    const candidates = await findCandidates(kernel, params)
    const account = isOwner ? candidates[params.skipped] : undefined
    const response = passwords.register(params.name, params.request)
    if (response === undefined) return refuse('malformed')
    const chain = account === undefined ? undefined : await loadChain(kernel.store, account)
    if (account === undefined || chain === undefined) return refuse('wrongPhrase')
    const backup = await loadBackup(kernel.store, account)
    return done(backup === undefined ? { chain, response } : { chain, backup, response })
  })
}

type Candidate = { readonly account: AccountId; readonly isNamedHere: boolean }

/** Anybody may name anybody's public key in a record of his own: whoever has the name here comes first. */
async function findCandidates(
  { store }: Kernel,
  { recoveryKey, name }: Pick<RecoverParams, 'recoveryKey' | 'name'>,
): Promise<readonly AccountId[]> {
  const found: Candidate[] = []
  for (const account of await accountsOf(store, recoveryKey)) {
    const candidate = await asCandidate(store, account, { recoveryKey, name })
    if (candidate !== undefined) found.push(candidate)
  }
  return found.toSorted((a, b) => Number(b.isNamedHere) - Number(a.isNamedHere)).map(({ account }) => account)
}

async function accountsOf(store: Kernel['store'], recoveryKey: RecoveryPublicKey): Promise<readonly AccountId[]> {
  const [from, to] = [0x00, 0xff].map((byte) => concat(recoveryKey, new Uint8Array(accountId.lengthBytes).fill(byte)))
  if (from === undefined || to === undefined) return []
  const rows = await loadRange(store, recoveryTable, { from, to, limit: RECOVERY_CANDIDATES_MAX })
  return rows.map(({ key }) => accountId.fromBytes(key.slice(KEY_BYTES)))
}

async function asCandidate(
  store: Kernel['store'],
  account: AccountId,
  { recoveryKey, name }: { readonly recoveryKey: RecoveryPublicKey; readonly name: AccountName },
): Promise<Candidate | undefined> {
  const known = await loadAccount(store, account)
  if (known === undefined || !equal(known.record.recoveryKey, recoveryKey)) return undefined
  const isNamedHere = known.name === name
  return isNamedHere || known.record.name === name ? { account, isNamedHere } : undefined
}
