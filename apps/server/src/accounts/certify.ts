import { fetchNameCertificate, signNameCertificate, verifyNameCertificate } from '@rushlight/protocol'
import type { AccountId, AccountName, NameCertificate } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { LOOKUPS_PER_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { done, refuseFor } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import { loadAccount } from './account-row.ts'
import { loadName, settledClaim } from './name-row.ts'
import { isSettled } from './take-name.ts'

/** Gives an account the provider's word on its name, to keep where the provider's disk is not (R31). */
export function certifyRoute(kernel: Kernel): Route {
  const limit = createRateLimit(kernel.clock, LOOKUPS_PER_ACCOUNT)
  return sessionRoute(fetchNameCertificate, 'account', async ({ account }) => {
    const refused = refuseFor(limit.take(account))
    if (refused !== undefined) return refused
    const known = await loadAccount(kernel.store, account)
    const issuedAt = known?.name === undefined ? undefined : await heldSince(kernel, known.name, account)
    if (known?.name === undefined || issuedAt === undefined) return done({})
    const said = { format: 1, account, name: known.name, issuedAt } as const
    return done({ certificate: await signNameCertificate(kernel.crypto, kernel.identity.signingKey, said) })
  })
}

/** Was it made here, under any key that the provider ever had, for that account? */
export async function isOwnCertificate(
  { crypto, identity }: Pick<Kernel, 'crypto' | 'identity'>,
  account: AccountId,
  certificate: NameCertificate | undefined,
): Promise<boolean> {
  if (certificate?.account !== account) return false
  for (const { publicKey } of identity.keys) {
    if (await verifyNameCertificate(crypto, publicKey, certificate)) return true
  }
  return false
}

/** Since when the name is the account's beyond doubt; `undefined`: it is not. */
async function heldSince(kernel: Kernel, name: AccountName, account: AccountId): Promise<number | undefined> {
  const row = await loadName(kernel, name)
  const now = kernel.clock.now()
  if (row?.kind === 'claimed') {
    const claim = settledClaim(row.claims, now)
    return claim?.account === account ? claim.since : undefined
  }
  if (row?.kind !== 'taken' || row.account !== account || !isSettled(kernel, row)) return undefined
  return row.since ?? now
}
