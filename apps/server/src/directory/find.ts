import { findAccount, findLetterboxes, findName } from '@rushlight/protocol'
import type { AccountId, FoundName, Letterbox, LetterboxesResult, RecordChain } from '@rushlight/protocol'
import { loadAccount, loadChain } from '../accounts/account-row.ts'
import { findNamed } from '../accounts/name-row.ts'
import type { NameHolder } from '../accounts/name-row.ts'
import type { Kernel } from '../kernel.ts'
import { LOOKUPS_PER_ACCOUNT, LOOKUPS_PER_PEER, LOOKUPS_PER_PROVIDER } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { loadRows } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { memberOrGuestRoute } from '../sessions/route.ts'
import type { Asker, Route } from '../sessions/route.ts'
import { deviceTable, keyOfDevice } from './device-row.ts'

/**
 * Looking people up. Only for signed-in devices, here or at a provider that we speak with, and at a limited rate, so that the directory cannot be read out; a name
 * that was never taken and one that was given up are answered alike.
 */
export function findRoutes(kernel: Kernel): readonly Route[] {
  const perAccount = createRateLimit(kernel.clock, LOOKUPS_PER_ACCOUNT)
  const perPeer = createRateLimit(kernel.clock, LOOKUPS_PER_PEER)
  const perProvider = createRateLimit(kernel.clock, LOOKUPS_PER_PROVIDER)
  const limited = (asker: Asker): ReturnType<typeof refuseFor> =>
    asker.kind === 'guest'
      ? refuseFor(perProvider.take(asker.of))
      : (refuseFor(perAccount.take(asker.account)) ?? refuseFor(perPeer.take(asker.caller.peer)))
  return [
    memberOrGuestRoute(findName, 'directory', async (asking, { name }) => {
      return limited(asking) ?? foundName(kernel, await findNamed(kernel, name))
    }),
    memberOrGuestRoute(
      findAccount,
      'directory',
      async (asking, { account }) => limited(asking) ?? chainOf(kernel, account),
    ),
    memberOrGuestRoute(findLetterboxes, 'directory', async (asking, { account }) => {
      return limited(asking) ?? letterboxesOf(kernel, account)
    }),
  ]
}

async function foundName(kernel: Kernel, holder: NameHolder | undefined): Promise<Outcome<FoundName>> {
  const found = await chainOf(kernel, holder?.account)
  return found.kind === 'done' && holder?.isNew === true ? done({ ...found.result, isNew: true }) : found
}

async function chainOf(
  { store }: Kernel,
  account: AccountId | undefined,
): Promise<Outcome<{ readonly chain: RecordChain }>> {
  const chain = account === undefined ? undefined : await loadChain(store, account)
  return chain === undefined ? refuse('unknownAccount') : done({ chain })
}

async function letterboxesOf({ store }: Kernel, account: AccountId): Promise<Outcome<LetterboxesResult>> {
  const known = await loadAccount(store, account)
  const chain = await loadChain(store, account)
  if (known === undefined || chain === undefined) return refuse('unknownAccount')
  const keys = known.record.devices.map(({ id }) => keyOfDevice(account, id))
  const rows = await loadRows(store, deviceTable, keys)
  const letterboxes: readonly Letterbox[] = rows.flatMap((row) => row?.letterbox ?? [])
  return done({ chain, letterboxes })
}
