import {
  authenticate,
  deviceOf,
  findAccount,
  getBackup,
  openBackup,
  putChain,
  signLabelled,
  verifyLabelled,
  verifyRecordChain,
  compareHeads,
} from '@rushlight/protocol'
import type {
  Account,
  AccountEnd,
  AccountPrivateKey,
  AuthenticateResult,
  DeviceEntry,
  RecordChain,
  RecordHead,
} from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { findKey } from './key-ring.ts'
import { addDevice } from './next-record.ts'
import type { OwnAccount } from './next-record.ts'

export type Authenticated =
  | { readonly kind: 'authenticated'; readonly result: AuthenticateResult }
  /** This device is not on the account any more. */
  | { readonly kind: 'removed' }
  /** Another device had the account deleted. */
  | { readonly kind: 'ended' }
  /** No answer, or one that may be another next time. */
  | { readonly kind: 'later' }

/** Proves to the provider which device this is; brings the account's record where the provider does not know it (R29). */
export async function authenticateDevice(core: Core): Promise<Authenticated> {
  const first = await prove(core)
  if (first.kind === 'answer') return adoptHead(core, first.value)
  const unknown =
    first.kind === 'failure' && (first.error.code === 'unknownAccount' || first.error.code === 'unknownDevice')
  if (!unknown) return { kind: 'later' }
  const pushed = await core.link.call(putChain, { chain: core.self.account.chain })
  if (pushed.kind !== 'answer') return { kind: 'later' }
  if (await isEnded(core, pushed.value.ended)) return { kind: 'ended' }
  const adopted = await adoptChain(core, pushed.value.newer)
  if (adopted !== 'ours') return adopted === 'removed' ? { kind: 'removed' } : { kind: 'later' }
  const second = await prove(core)
  return second.kind === 'answer' ? adoptHead(core, second.value) : { kind: 'later' }
}

/** The provider has it in writing, from whoever had our account key. */
async function isEnded({ crypto, self }: Core, end: AccountEnd | undefined): Promise<boolean> {
  if (end === undefined) return false
  const signed = { publicKey: self.account.record.accountKey, signature: end.signature }
  return verifyLabelled({ crypto, label: 'account deletion' }, signed, end.challenge)
}

async function prove(core: Core): Promise<CallResult<AuthenticateResult>> {
  const { row, account } = core.self
  const { greeting } = core.link
  if (greeting === undefined) return { kind: 'lost' }
  const signature = await signLabelled({ crypto: core.crypto, label: 'session' }, row.deviceKey, greeting.challenge)
  return core.link.call(authenticate, { account: account.id, device: row.device, signature })
}

/** The provider may know a newer record of ours, made by another of our devices; or we know one that it does not. */
async function adoptHead(core: Core, result: AuthenticateResult): Promise<Authenticated> {
  const order = compareHeads(result.head, core.self.account.head)
  if (order < 0) await core.link.call(putChain, { chain: core.self.account.chain })
  if (order > 0) {
    const adopted = await refreshOwnChain(core)
    if (adopted !== 'ours') return adopted === 'removed' ? { kind: 'removed' } : { kind: 'later' }
  }
  return { kind: 'authenticated', result }
}

type Adopted = 'ours' | 'removed' | 'later'

/** Asks for the own account's newest record, and follows it. */
export async function refreshOwnChain(core: Core): Promise<Adopted> {
  const found = await core.link.call(findAccount, { account: core.self.account.id })
  return found.kind === 'answer' ? adoptChain(core, found.value.chain) : 'later'
}

/**
 * Takes over the own account's newer chain, if its account key can be had. A device that was on it and is not any more has
 * been removed; one that never was has lost a race to another device's change, and redoes its own on top of it (R35).
 */
async function adoptChain(core: Core, chain: RecordChain | undefined): Promise<Adopted> {
  const account = chain === undefined ? undefined : await verifyRecordChain(core.crypto, chain)
  const own = core.self.account
  if (account === undefined || account.id !== own.id || !outranks(account, own.head)) return 'ours'
  const { device } = core.self.row
  const isListed = deviceOf(account.record, device) !== undefined
  if (!isListed && account.records.some(({ record }) => deviceOf(record, device) !== undefined)) return 'removed'
  const accountKey = await accountKeyOf(core, account)
  const entry = deviceOf(own.record, device)
  if (accountKey === undefined || entry === undefined) return 'later'
  const adopted = isListed ? account : await redo(core, { account, accountKey }, entry)
  await core.patchSelf({ chain: adopted.chain, accountKey })
  core.tell({ kind: 'accountChanged' })
  return 'ours'
}

async function redo(core: Core, own: OwnAccount, entry: DeviceEntry): Promise<{ readonly chain: RecordChain }> {
  const next = await addDevice(core.crypto, own, entry)
  await core.link.call(putChain, { chain: next.chain })
  return next
}

/** A device that was removed took the old key with it, so there is a new one; our own devices leave it in the backup. */
async function accountKeyOf(core: Core, { record }: Account): Promise<AccountPrivateKey | undefined> {
  const { accountKey, spareKeys, backupKey } = core.self.row
  const known = await findKey(core.crypto, [accountKey, ...spareKeys], record)
  if (known !== undefined) return known
  const answer = await core.link.call(getBackup, undefined)
  const sealed = answer.kind === 'answer' ? answer.value.backup?.sealed : undefined
  const opened = sealed === undefined ? undefined : await openBackup(core.crypto, backupKey, sealed)
  return opened?.kind === 'opened' ? findKey(core.crypto, opened.content.accountKeys, record) : undefined
}

function outranks(account: Account, head: RecordHead): boolean {
  return compareHeads(account.head, head) > 0
}
