import {
  accountId,
  compareHeads,
  deviceOf,
  encodeWith,
  hashLabelled,
  hashOfRecord,
  parseRecord,
  putChain,
  recordChainCodec,
  verifyRecordChain,
} from '@rushlight/protocol'
import type {
  Account,
  AccountId,
  Crypto,
  NameCertificate,
  PutChainResult,
  QueueId,
  RecordChain,
  RecordHead,
} from '@rushlight/protocol'
import { deviceTable, keyOfDevice, removeDevice } from '../directory/device-row.ts'
import { isOwnName } from '../identity/own-identity.ts'
import type { Kernel } from '../kernel.ts'
import { CHAIN_BYTES_MAX, CHAIN_RECORDS_PER_PEER, RETURNING_MAX } from '../limits.ts'
import { createRateLimit } from '../limiting/rate-limit.ts'
import { eraseQueue } from '../queues/erase-queue.ts'
import type { Queues } from '../queues/queues.ts'
import { expectRow, loadRow, putRow, removeRow } from '../rows/table.ts'
import { done, refuse, refuseFor } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { writeDecided } from '../turns/write-decided.ts'
import type { Decided } from '../turns/write-decided.ts'
import { accountTable, loadAccount, loadChain, putAccount } from './account-row.ts'
import type { AccountRow } from './account-row.ts'
import { admit } from './admit.ts'
import type { Admission, Admitting } from './admit.ts'
import { isOwnCertificate } from './certify.ts'
import { loadEnd } from './ended-row.ts'
import { decideName } from './rename.ts'
import { isLetIn, letInTable, loadReturning, returningTable } from './returning-row.ts'

export type ChainKeeping = {
  readonly kernel: Kernel
  readonly admitting: Admitting
  readonly sessions: SessionRegistry
  readonly queues: Queues
}

/**
 * Anybody may bring anybody's newer record: the greatest by R35 is kept. So a provider that has lost its memory gets it
 * back from whoever comes first (R29), and a thief's older record never replaces a newer one (F30).
 */
export function putChainRoute(keeping: ChainKeeping): Route {
  const { kernel } = keeping
  const limit = createRateLimit(kernel.clock, CHAIN_RECORDS_PER_PEER)
  return openRoute(putChain, 'account', async ({ peer }, params): Promise<Outcome<PutChainResult>> => {
    const { chain, invitation, certificate } = params
    if (encodeWith(recordChainCodec, chain).length > CHAIN_BYTES_MAX) return refuse('tooLarge')
    const claimed = claimOf(kernel.crypto, chain)
    if (claimed === undefined) return refuse('recordInvalid')
    // Told before any signature is verified: most that are pushed are known already.
    const known = await loadAccount(kernel.store, claimed.account)
    if (known !== undefined && compareHeads(claimed.head, known.head) <= 0) return tellKnown(kernel, known, claimed)
    const ended = known === undefined ? await loadEnd(kernel, claimed.account) : undefined
    if (ended !== undefined) return done({ head: claimed.head, ended })
    const refused = refuseFor(limit.take(peer, chain.length))
    if (refused !== undefined) return refused
    const account = await verifyRecordChain(kernel.crypto, chain)
    return account === undefined ? refuse('recordInvalid') : keep(keeping, { account, certificate, invitation })
  })
}

/** Somebody's chain, and what the provider itself once said of him. */
type Pushed = {
  readonly account: Account
  readonly certificate: NameCertificate | undefined
  readonly invitation: string | undefined
}

async function keep(
  { kernel, admitting, sessions, queues }: ChainKeeping,
  pushed: Pushed,
): Promise<Outcome<PutChainResult>> {
  const { account } = pushed
  const isOwn = await isOwnCertificate(kernel, account.id, pushed.certificate)
  const certificate = isOwn ? pushed.certificate : undefined
  const orphaned = await queuesOfGone(queues, account)
  const outcome = await writeDecided(kernel.turns, () => decide({ kernel, admitting }, { ...pushed, certificate }))
  if (outcome.kind === 'done' && outcome.result.head.hash === account.head.hash) {
    const devices = account.record.devices.map(({ id }) => id)
    sessions.endOthers(account.id, devices)
    for (const queue of orphaned) await eraseQueue(queues, queue)
  }
  return outcome
}

/** Where devices took their letters that the account has no more: what lies there is for nobody. */
async function queuesOfGone({ kernel, destinations }: Queues, account: Account): Promise<readonly QueueId[]> {
  const known = await loadAccount(kernel.store, account.id)
  const found: QueueId[] = []
  for (const device of goneDevices(known, account)) {
    const row = await loadRow(kernel.store, deviceTable, keyOfDevice(account.id, device))
    const destination = row?.isQueueOwn === true ? await destinations.find(row.letterbox.address) : undefined
    if (destination !== undefined) found.push(destination.queue)
  }
  return found
}

async function decide(
  { kernel, admitting }: Omit<ChainKeeping, 'sessions' | 'queues'>,
  { account, certificate, invitation }: Pushed,
): Promise<Decided<PutChainResult>> {
  const known = await loadAccount(kernel.store, account.id)
  if (known !== undefined && compareHeads(account.head, known.head) <= 0) {
    return tellKnown(kernel, known, { account: account.id, head: account.head })
  }
  const admission =
    known === undefined
      ? await admitReturning({ kernel, admitting }, { account, certificate, invitation })
      : KNOWN_ALREADY
  if (admission.kind === 'refused') return admission
  const { uses } = admission
  const ofName = certificate?.name === account.record.name ? certificate : undefined
  const changing = { before: known?.name, certificate: ofName, isReturning: known === undefined }
  const renaming = await decideName(kernel, account, changing)
  if (renaming.kind === 'refused') return renaming
  return {
    kind: 'write',
    batch: {
      expect: [
        expectRow(accountTable, accountId.toBytes(account.id), known),
        ...renaming.changes.map(({ expect }) => expect),
        ...uses.expect,
      ],
      remove: uses.remove,
      removeRange: goneDevices(known, account).flatMap((device) => removeDevice(account.id, device)),
      put: [...putAccount(account, renaming.name), ...renaming.changes.map(({ put }) => put), ...uses.put],
    },
    result: { head: account.head },
  }
}

const KNOWN_ALREADY: Admission = { kind: 'admitted', uses: { expect: [], put: [], remove: [] } }

/**
 * Accounts that nobody signed up here come in if their record names this provider, and either the provider itself once said
 * that they are its people (R31), or the operator lets them in (for that he is shown who asked), or the rule for those who
 * sign up does: where one has to be invited, with an invitation (R29).
 */
async function admitReturning(
  { kernel, admitting }: Omit<ChainKeeping, 'sessions' | 'queues'>,
  { account: { id, record }, certificate, invitation }: Pushed,
): Promise<Admission> {
  if (!record.providers.some(({ name }) => isOwnName(kernel.identity, name))) return refuse('unknownAccount')
  const remove = [returningTable, letInTable].map((table) => removeRow(table, accountId.toBytes(id)))
  const isOwn = certificate !== undefined || (await isLetIn(kernel.store, id))
  if (isOwn) return { kind: 'admitted', uses: { expect: [], put: [], remove } }
  const admission = await admit(admitting, invitation)
  if (admission.kind === 'admitted') {
    return { ...admission, uses: { ...admission.uses, remove: [...admission.uses.remove, ...remove] } }
  }
  const waiting = await loadReturning(kernel.store)
  if (waiting.length < RETURNING_MAX && waiting.every(({ account }) => account !== id)) {
    const row = { name: record.name, askedAt: kernel.clock.now() }
    await kernel.turns.write({ put: [putRow(returningTable, accountId.toBytes(id), row)] })
  }
  return admission
}

function goneDevices(
  known: AccountRow | undefined,
  { record }: Account,
): readonly AccountRow['record']['devices'][number]['id'][] {
  const before = known?.record.devices ?? []
  return before.map(({ id }) => id).filter((id) => deviceOf(record, id) === undefined)
}

type Claim = { readonly account: AccountId; readonly head: RecordHead }

/** Who the chain says it is of, and where it ends: worth nothing yet but for telling that it is not newer. */
function claimOf(crypto: Crypto, chain: RecordChain): Claim | undefined {
  const genesis = chain[0]
  const last = chain.at(-1)
  const record = last === undefined ? undefined : parseRecord(last)
  if (genesis === undefined || last === undefined || record === undefined) return undefined
  return {
    account: accountId.fromBytes(hashLabelled(crypto, 'account', genesis.record)),
    head: { generation: record.generation, number: record.number, hash: hashOfRecord(crypto, last) },
  }
}

/** With the whole newer chain, if there is one. */
async function tellKnown(
  { store }: Kernel,
  known: AccountRow,
  { account, head }: Claim,
): Promise<Outcome<PutChainResult>> {
  const newer = known.head.hash === head.hash ? undefined : await loadChain(store, account)
  return done(newer === undefined ? { head: known.head } : { head: known.head, newer })
}
