import {
  accountId,
  concat,
  countKeyPackages,
  deviceOf,
  KEY_PACKAGES_PER_DEVICE_MAX,
  publishKeyPackages,
  verifyLetterbox,
} from '@rushlight/protocol'
import type { KeyPackageCount, PublishParams } from '@rushlight/protocol'
import { rangeOf } from '@rushlight/records'
import type { Put } from '@rushlight/records'
import { accountTable, loadAccount } from '../accounts/account-row.ts'
import type { AccountRow } from '../accounts/account-row.ts'
import type { Kernel } from '../kernel.ts'
import { PUBLICATIONS_PER_ACCOUNT } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import type { Queues } from '../queues/queues.ts'
import { expectRow, loadRow, putRow } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { sessionRoute } from '../sessions/route.ts'
import type { Asking, Route } from '../sessions/route.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { deviceTable, KEY_PACKAGE_NAME_BYTES, KEY_PACKAGES, keyOfDevice, keyOfSuite } from './device-row.ts'

/**
 * A device leaves what others need to reach it. What is inside a KeyPackage is for those who claim it to judge; here only
 * sizes, counts and the letterbox's signature are looked at.
 */
export function publishRoutes(queues: Queues): readonly Route[] {
  const { kernel } = queues
  const limit = createRateLimit(kernel.clock, PUBLICATIONS_PER_ACCOUNT)
  return [
    sessionRoute(publishKeyPackages, 'directory', async (asking, params) => {
      const refused = refuseFor(limit.take(asking.account))
      return refused ?? publish(queues, asking, params)
    }),
    sessionRoute(countKeyPackages, 'directory', async ({ account, device }, { suite }) => {
      const key = keyOfDevice(account, device)
      const row = await loadRow(kernel.store, deviceTable, key)
      const lastResort = row?.lastResorts.find((one) => one.suite === suite)
      const unused = await countUnused(kernel.store, keyOfSuite(key, suite))
      return done({ unused, lastResortUsed: lastResort?.used ?? false })
    }),
  ]
}

type Publication = { readonly asking: Asking; readonly account: AccountRow; readonly params: PublishParams }

async function publish(queues: Queues, asking: Asking, params: PublishParams): Promise<Outcome<KeyPackageCount>> {
  const { kernel } = queues
  const account = await loadAccount(kernel.store, asking.account)
  const device = account === undefined ? undefined : deviceOf(account.record, asking.device)
  if (account === undefined || device === undefined) return refuse('unknownDevice')
  const { letterbox } = params
  const isOwn = letterbox.device === asking.device && (await verifyLetterbox(kernel.crypto, device.key, letterbox))
  if (!isOwn) return refuse('signatureInvalid')
  const isQueueOwn = await leadsToOwnQueue(queues, asking, params)
  return writeDecided(kernel.turns, () => decide(kernel, { asking, account, params, isQueueOwn }))
}

/** Nobody can have somebody else's queue erased with a device of his own: he does not read it. */
async function leadsToOwnQueue(
  { attachments, destinations }: Queues,
  { caller }: Asking,
  { letterbox }: PublishParams,
): Promise<boolean> {
  const queue = attachments.queueOf(caller)
  const destination = queue === undefined ? undefined : await destinations.find(letterbox.address)
  return destination !== undefined && destination.queue === queue
}

async function decide(
  kernel: Kernel,
  { asking, account, params, isQueueOwn }: Publication & { readonly isQueueOwn: boolean },
): Promise<Decided<KeyPackageCount>> {
  const key = keyOfDevice(asking.account, asking.device)
  const { letterbox, keyPackages, lastResort, replace, suite } = params
  const prefix = keyOfSuite(key, suite)
  const row = await loadRow(kernel.store, deviceTable, key)
  const others = row?.lastResorts.filter((one) => one.suite !== suite) ?? []
  const lastResorts = [...others, { suite, keyPackage: lastResort, used: false }]
  const kept = replace ? 0 : await countUnused(kernel.store, prefix)
  if (kept + keyPackages.length > KEY_PACKAGES_PER_DEVICE_MAX) return refuse('quotaExceeded')
  const puts = keyPackages.map((value): Put => ({
    table: KEY_PACKAGES,
    key: concat(prefix, kernel.crypto.randomBytes(KEY_PACKAGE_NAME_BYTES)),
    value,
  }))
  return {
    kind: 'write',
    batch: {
      // The record that lists the device is still the newest: a device that is being removed leaves nothing behind.
      expect: [expectRow(accountTable, accountId.toBytes(asking.account), account), expectRow(deviceTable, key, row)],
      removeRange: replace ? [{ table: KEY_PACKAGES, ...rangeOf(prefix) }] : [],
      put: [...puts, putRow(deviceTable, key, { letterbox, lastResorts, isQueueOwn })],
    },
    result: { unused: kept + keyPackages.length, lastResortUsed: false },
  }
}

async function countUnused(store: Reader, key: Uint8Array): Promise<number> {
  const records = await store.range({ table: KEY_PACKAGES, ...rangeOf(key), limit: KEY_PACKAGES_PER_DEVICE_MAX })
  return records.length
}
