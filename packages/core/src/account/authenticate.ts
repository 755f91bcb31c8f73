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
  lostRemovals,
  relateBranches,
} from '@rushlight/protocol'
import type {
  Account,
  AccountEnd,
  AccountPrivateKey,
  AuthenticateResult,
  PutChainResult,
  RecordChain,
  RecordHead,
  WireError,
} from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import type { CallResult } from '../link/pending-calls.ts'
import { load } from '../vault/table.ts'
import { findKey } from './key-ring.ts'
import { addDevice } from './next-record.ts'
import { useChain } from './use-chain.ts'

export type Authenticated =
  | { readonly kind: 'authenticated'; readonly result: AuthenticateResult }
  /** This device is not on the account any more. */
  | { readonly kind: 'removed' }
  /** Another device had the account deleted. */
  | { readonly kind: 'ended' }
  /** No answer, or one that may be another next time. */
  | { readonly kind: 'later' }

/** Proves to the provider which device this is; brings the account's record where the provider does not know it (R29). */
export async function authenticateDevice(core: Core, home: Home): Promise<Authenticated> {
  const first = await prove(core, home)
  if (first.kind === 'answer') return adoptHead(core, home, first.value)
  const unknown =
    first.kind === 'failure' && (first.error.code === 'unknownAccount' || first.error.code === 'unknownDevice')
  if (!unknown) return { kind: 'later' }
  const pushed = await bringRecord(core, home)
  if (pushed.kind === 'failure') noteRefusal(home, pushed.error)
  if (pushed.kind !== 'answer') return { kind: 'later' }
  await forgetInvitation(core, home)
  if (await isEnded(core, pushed.value.ended)) return { kind: 'ended' }
  const adopted = await adoptChain(core, home, pushed.value.newer)
  if (adopted !== 'ours') return adopted === 'removed' ? { kind: 'removed' } : { kind: 'later' }
  const second = await prove(core, home)
  return second.kind === 'answer' ? adoptHead(core, home, second.value) : { kind: 'later' }
}

/** With the invitation that a new provider asks for, and what one that lost its data once said of us (R31). */
function bringRecord(core: Core, home: Home): Promise<CallResult<PutChainResult>> {
  const { invitation, certificate } = core.rowOf(home) ?? {}
  const { chain } = core.self.account
  return home.link.call(putChain, {
    chain,
    ...(invitation === undefined ? {} : { invitation }),
    ...(certificate === undefined ? {} : { certificate }),
  })
}

function noteRefusal(home: Home, { code }: WireError): void {
  home.refusal = code === 'invitationNeeded' || code === 'registrationClosed' ? code : undefined
}

async function forgetInvitation(core: Core, home: Home): Promise<void> {
  home.refusal = undefined
  const { name } = home
  if (name === undefined || core.rowOf(home)?.invitation === undefined) return
  await core.changeHome(name, ({ invitation: _, ...row }) => row)
}

/** The provider has it in writing, from whoever had our account key. */
async function isEnded({ crypto, self }: Core, end: AccountEnd | undefined): Promise<boolean> {
  if (end === undefined) return false
  const signed = { publicKey: self.account.record.accountKey, signature: end.signature }
  return verifyLabelled({ crypto, label: 'account deletion' }, signed, end.challenge)
}

async function prove(core: Core, { link }: Home): Promise<CallResult<AuthenticateResult>> {
  const { row, account } = core.self
  const { greeting } = link
  if (greeting === undefined) return { kind: 'lost' }
  const signature = await signLabelled({ crypto: core.crypto, label: 'session' }, row.deviceKey, greeting.challenge)
  return link.call(authenticate, { account: account.id, device: row.device, signature })
}

/** The provider may know a newer record of ours, made by another of our devices; or we know one that it does not. */
async function adoptHead(core: Core, home: Home, result: AuthenticateResult): Promise<Authenticated> {
  const order = compareHeads(result.head, core.self.account.head)
  if (order < 0) await bringRecord(core, home)
  if (order > 0) {
    const adopted = await refreshOwnChain(core, home)
    if (adopted !== 'ours') return adopted === 'removed' ? { kind: 'removed' } : { kind: 'later' }
  }
  return { kind: 'authenticated', result }
}

/** `disputed`: two devices have put each other out; this one stays as it is until the recovery key has spoken. */
type Adopted = 'ours' | 'removed' | 'later' | 'disputed'

/** Asks for the own account's newest record, and follows it. */
export async function refreshOwnChain(core: Core, home: Home): Promise<Adopted> {
  const found = await home.link.call(findAccount, { account: core.self.account.id })
  return found.kind === 'answer' ? adoptChain(core, home, found.value.chain) : 'later'
}

/**
 * Takes over the own account's newer chain, if its account key can be had. A device that was on it and is not any more has
 * been removed; one that never was has lost a race to another device's change, and redoes its own on top of it (R35).
 */
export async function adoptChain(core: Core, home: Home, chain: RecordChain | undefined): Promise<Adopted> {
  const account = chain === undefined ? undefined : await verifyRecordChain(core.crypto, chain)
  const own = core.self.account
  if (account === undefined || account.id !== own.id || !outranks(account, own.head)) return 'ours'
  const relation = relateBranches(own, account)
  core.noteDispute(relation === 'disputed')
  if (relation === 'disputed') return 'disputed'
  const { device } = core.self.row
  const isListed = deviceOf(account.record, device) !== undefined
  if (!isListed && account.records.some(({ record }) => deviceOf(record, device) !== undefined)) return 'removed'
  const accountKey = await accountKeyOf(core, home, account)
  const entry = deviceOf(own.record, device)
  if (accountKey === undefined || entry === undefined) return 'later'
  const { chain: adopted } = isListed
    ? account
    : await addDevice(core.crypto, { account, accountKey, by: device }, entry)
  await useChain(core, { chain: adopted, accountKey })
  if (!isListed) await home.link.call(putChain, { chain: adopted })
  if (relation === 'parted') core.removeAgain(lostRemovals(own, account))
  return 'ours'
}

/**
 * A room knows a newer record of the own account: another device made it. It may name the one provider that is left. That
 * this device is not on the account any more is for a provider to say.
 */
export async function followKnownRecord(core: Core): Promise<void> {
  const own = core.self
  const known = await core.heads.of(own.account.id)
  if (known === undefined || compareHeads(known, own.account.head) <= 0) return
  const chain = (await load(core.store, accountTable, own.account.id))?.chain
  const account = chain === undefined ? undefined : await verifyRecordChain(core.crypto, chain)
  if (account === undefined || deviceOf(account.record, own.row.device) === undefined) return
  await adoptChain(core, core.homes.present, chain)
}

/** A device that was removed took the old key with it, so there is a new one; our own devices leave it in the backup. */
async function accountKeyOf(core: Core, home: Home, { record }: Account): Promise<AccountPrivateKey | undefined> {
  const { accountKey, spareKeys, backupKey } = core.self.row
  const known = await findKey(core.crypto, [accountKey, ...spareKeys], record)
  if (known !== undefined) return known
  const answer = await home.link.call(getBackup, undefined)
  const sealed = answer.kind === 'answer' ? answer.value.backup?.sealed : undefined
  const opened = sealed === undefined ? undefined : await openBackup(core.crypto, backupKey, sealed)
  return opened?.kind === 'opened' ? findKey(core.crypto, opened.content.accountKeys, record) : undefined
}

function outranks(account: Account, head: RecordHead): boolean {
  return compareHeads(account.head, head) > 0
}
