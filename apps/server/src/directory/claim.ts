import { claimKeyPackages } from '@rushlight/protocol'
import type { AccountId, ClaimParams, ClaimResult, DeviceId, RoomSuite } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { Batch } from '@rushlight/records'
import { loadAccount, loadChain } from '../accounts/account-row.ts'
import type { Kernel } from '../kernel.ts'
import { CLAIMS_PER_ACCOUNT, CLAIMS_PER_PAIR, CLAIMS_PER_PROVIDER, CLAIMS_PER_PROVIDER_AND_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { memberOrGuestRoute } from '../sessions/route.ts'
import type { Asker, Route } from '../sessions/route.ts'
import { createMailbox } from '../turns/mailbox.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { deviceTable, KEY_PACKAGES, keyOfDevice, keyOfSuite } from './device-row.ts'

/**
 * Hands out one KeyPackage for each device of an account. A one-time one is gone from the disk before it is handed out;
 * when there is none left the last resort is, and stays. Claims on one account come one after the other, so that two of
 * them never decide on the same one.
 */
export function claimRoute(kernel: Kernel): Route {
  const perAccount = createRateLimit(kernel.clock, CLAIMS_PER_ACCOUNT)
  const perPair = createRateLimit(kernel.clock, CLAIMS_PER_PAIR)
  const perProvider = createRateLimit(kernel.clock, CLAIMS_PER_PROVIDER)
  const perProviderAndAccount = createRateLimit(kernel.clock, CLAIMS_PER_PROVIDER_AND_ACCOUNT)
  const limited = (asker: Asker, claimed: AccountId): ReturnType<typeof refuseFor> => {
    if (asker.kind === 'guest') {
      const all = refuseFor(perProvider.take(asker.of))
      return all ?? refuseFor(perProviderAndAccount.take(`${asker.of}:${claimed}`))
    }
    const { account } = asker
    const overall = refuseFor(perAccount.take(account))
    // One's own other devices may be claimed as often as one likes: nobody else is the poorer for it.
    return overall ?? (account === claimed ? undefined : refuseFor(perPair.take(`${account}:${claimed}`)))
  }
  const claims = createMailbox()
  return memberOrGuestRoute(claimKeyPackages, 'directory', async (asker, params) => {
    return limited(asker, params.account) ?? claims.run(() => claim(kernel, params))
  })
}

async function claim(kernel: Kernel, { account, devices, suite }: ClaimParams): Promise<Outcome<ClaimResult>> {
  const known = await loadAccount(kernel.store, account)
  const chain = await loadChain(kernel.store, account)
  if (known === undefined || chain === undefined) return refuse('unknownAccount')
  const listed = known.record.devices.map(({ id }) => id).filter((id) => devices?.includes(id) ?? true)
  const outcome = await writeDecided(kernel.turns, () => decide(kernel, { account, suite, devices: listed }))
  if (outcome.kind === 'refused') return outcome
  return done({ chain, keyPackages: outcome.result })
}

type Wanted = {
  readonly account: AccountId
  readonly suite: RoomSuite
  readonly devices: readonly DeviceId[]
}

async function decide({ store }: Kernel, { account, suite, devices }: Wanted): Promise<Decided<readonly Uint8Array[]>> {
  const taken = await Promise.all(devices.map((device) => take(store, { key: keyOfDevice(account, device), suite })))
  const found = taken.filter((one) => one !== undefined)
  if (found.length === 0) return refuse('keyPackagesMissing')
  const batch: Batch = {
    expect: found.flatMap(({ batch: { expect = [] } }) => expect),
    remove: found.flatMap(({ batch: { remove = [] } }) => remove),
    put: found.flatMap(({ batch: { put = [] } }) => put),
  }
  return { kind: 'write', batch, result: found.map(({ keyPackage }) => keyPackage) }
}

type Taken = { readonly keyPackage: Uint8Array; readonly batch: Batch }

type Place = { readonly key: Uint8Array; readonly suite: RoomSuite }

async function take(store: Kernel['store'], { key, suite }: Place): Promise<Taken | undefined> {
  const [unused] = await store.range({ table: KEY_PACKAGES, ...rangeOf(keyOfSuite(key, suite)), limit: 1 })
  if (unused !== undefined) {
    const at = { table: KEY_PACKAGES, key: unused.key }
    return { keyPackage: unused.value, batch: { expect: [{ ...at, value: unused.value }], remove: [at] } }
  }
  const row = await loadRow(store, deviceTable, key)
  const lastResort = row?.lastResorts.find((one) => one.suite === suite)
  if (row === undefined || lastResort === undefined) return undefined
  const expect = [expectRow(deviceTable, key, row)]
  const lastResorts = row.lastResorts.map((one) => (one === lastResort ? { ...one, used: true } : one))
  const put = lastResort.used ? [] : [putRow(deviceTable, key, { ...row, lastResorts })]
  return { keyPackage: lastResort.keyPackage, batch: { expect, put } }
}
