import {
  authenticate,
  deviceOf,
  equal,
  findAccount,
  getBackup,
  openBackup,
  signLabelled,
  verifyRecordChain,
} from '@rushlight/protocol'
import type { Account, Backup, HelloResult } from '@rushlight/protocol'
import { deviceRow } from '../account/create-self.ts'
import { joinKeys } from '../account/key-ring.ts'
import { becomeDevice, isOldBackup } from '../account/sign-in.ts'
import { homesOfRecord } from '../home/home-row.ts'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import type { LinkFailure } from './link-view.ts'
import type { Granted } from './new-side.ts'

/** The account that was granted comes into this vault: its record, checked by its id, and what the sealed backup holds. */
export async function joinAccount(core: Core, granted: Granted): Promise<HelloResult | LinkFailure> {
  const { grant, device } = granted
  const home = core.homes.begin(grant.url)
  const greeting = await home.waitForGreeting()
  if (greeting === undefined) return 'unreachable'
  const found = await enter(core, home, { granted, greeting })
  if (found === undefined) return 'unreachable'
  const { account, backup } = found
  const isListed = equal(deviceOf(account.record, device.entry.id)?.key ?? NONE, device.entry.key)
  const isKey = equal(await core.crypto.ed25519PublicKey(grant.accountKey), account.record.accountKey)
  if (account.id !== grant.account || !isListed || !isKey) return 'broken'
  const { accountKey, backupKey } = grant
  const opened = backup === undefined ? undefined : await openBackup(core.crypto, backupKey, backup.sealed)
  if (opened?.kind !== 'opened' || backup === undefined) return 'broken'
  const { content, doors } = opened
  const { recoveryKey } = content
  const here = { provider: greeting.provider, backupVersion: backup.version, backupDirty: false }
  await becomeDevice(core, content, {
    ...deviceRow(core.crypto, device),
    stage: 'active',
    name: account.record.name,
    homes: homesOfRecord(account.record, [here]),
    chain: account.chain,
    accountKey,
    spareKeys: joinKeys(content.accountKeys),
    ...(recoveryKey === undefined ? {} : { recoveryKey }),
    backupKey,
    ...(isOldBackup(doors) ? {} : { doors }),
  })
  return greeting
}

type Found = { readonly account: Account; readonly backup: Backup | undefined }

/** As the device that the other side has put on the record. */
async function enter(
  { crypto }: Core,
  { link }: Home,
  { granted: { grant, device }, greeting }: { readonly granted: Granted; readonly greeting: HelloResult },
): Promise<Found | undefined> {
  const signature = await signLabelled({ crypto, label: 'session' }, device.deviceKey, greeting.challenge)
  const proof = { account: grant.account, device: device.entry.id, signature }
  if ((await link.call(authenticate, proof)).kind !== 'answer') return undefined
  const found = await link.call(findAccount, { account: grant.account })
  const account = found.kind === 'answer' ? await verifyRecordChain(crypto, found.value.chain) : undefined
  const backup = await link.call(getBackup, undefined)
  if (account === undefined || backup.kind !== 'answer') return undefined
  return { account, backup: backup.value.backup }
}

const NONE = new Uint8Array()
