import { claimKeyPackages, compareHeads, deviceOf, findAccount, verifyRecordChain } from '@rushlight/protocol'
import type { Account, AccountId, Crypto, DeviceId } from '@rushlight/protocol'
import type { KnownHeads } from '../directory/known-heads.ts'
import { readAddedLeaf } from '../group-crypto/judge-commit.ts'
import { parseKeyPackage } from '../group-crypto/mls/index.ts'
import type { KeyPackageView } from '../group-crypto/mls/index.ts'
import type { Candidate, WantedChange } from '../group-crypto/plan-change.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { Hubs } from '../hub/hubs.ts'
import type { CallResult } from '../link/pending-calls.ts'
import type { Change } from './job-row.ts'

/** Where to ask, and for whom. */
export type Asking = {
  readonly crypto: Crypto
  readonly hubs: Pick<Hubs, 'askFor'>
  readonly heads: Pick<KnownHeads, 'of'>
  readonly room: RoomGroup
}

export type Prepared =
  | { readonly kind: 'ready'; readonly wanted: WantedChange }
  /** Nobody of them can be added yet: their devices have left no KeyPackages, or the provider did not answer. */
  | { readonly kind: 'later' }

/** Gets and checks what a change needs from outside the room, before any step begins. */
export async function prepareChange(asking: Asking, change: Change): Promise<Prepared> {
  switch (change.kind) {
    case 'add':
      return prepareAdd(asking, change)
    case 'reseat': {
      const { chain, keyPackages } = change.request
      const account = await verifyRecordChain(asking.crypto, chain)
      const candidates = account === undefined ? [] : await readCandidates(asking, account, keyPackages)
      return ready(account === undefined ? { change, candidates } : { change, candidates, account })
    }
    case 'raise': {
      const account = await verifyRecordChain(asking.crypto, change.chain)
      return ready(account === undefined ? { change, candidates: [] } : { change, candidates: [], account })
    }
    default:
      return ready({ change, candidates: [] })
  }
}

function ready(wanted: WantedChange): Prepared {
  return { kind: 'ready', wanted }
}

type Add = Extract<Change, { kind: 'add' }>

async function prepareAdd(asking: Asking, change: Add): Promise<Prepared> {
  const candidates: Candidate[] = []
  for (const id of change.accounts) {
    const claimed = await claim(asking, id)
    if (claimed === undefined) return { kind: 'later' }
    candidates.push(...claimed)
  }
  return ready({ change, candidates })
}

/** One KeyPackage for each device of the account that is not in the room; `undefined` if there was no answer of use. */
async function claim(asking: Asking, id: AccountId): Promise<readonly Candidate[] | undefined> {
  const { crypto, hubs, room } = asking
  const isNew = !room.leaves.some(({ credential }) => credential.account === id)
  const devices = isNew ? undefined : await findMissing(asking, id)
  if (devices?.length === 0) return []
  if (!isNew && devices === undefined) return undefined
  const answer: CallResult<{ chain: Account['chain']; keyPackages: readonly Uint8Array[] }> = await hubs.askFor(
    id,
    claimKeyPackages,
    { account: id, suite: room.suite, ...(devices === undefined ? {} : { devices }) },
  )
  if (answer.kind !== 'answer') return undefined
  const account = await verifyRecordChain(crypto, answer.value.chain)
  if (account?.id !== id) return undefined
  // A directory that went back in time, or lies, would bring in devices that have been removed since (R35).
  const known = await asking.heads.of(id)
  if (known !== undefined && compareHeads(account.head, known) < 0) return undefined
  const read = await readCandidates(asking, account, answer.value.keyPackages)
  const candidates = read.filter((candidate) => !isIn(room, candidate))
  return isNew && candidates.length === 0 ? undefined : candidates
}

/** The devices of an account in the room that are not in it: those that are need not spend a KeyPackage to show it. */
async function findMissing({ crypto, hubs, room }: Asking, id: AccountId): Promise<readonly DeviceId[] | undefined> {
  const answer = await hubs.askFor(id, findAccount, { account: id })
  const account = answer.kind === 'answer' ? await verifyRecordChain(crypto, answer.value.chain) : undefined
  if (account?.id !== id) return undefined
  const present = room.leaves.filter(({ credential }) => credential.account === id)
  return account.record.devices
    .map((device) => device.id)
    .filter((device) => !present.some(({ credential }) => credential.device === device))
}

/** Those KeyPackages that every honest member will accept for this account in this room now. */
async function readCandidates(
  { crypto, room }: Asking,
  account: Account,
  keyPackages: readonly Uint8Array[],
): Promise<readonly Candidate[]> {
  const views = await Promise.all(keyPackages.map((keyPackage) => parseKeyPackage(crypto, keyPackage)))
  return views.flatMap((view, i) => {
    const keyPackage = keyPackages[i]
    if (view?.suite !== room.suite || keyPackage === undefined) return []
    const candidate = readCandidate(account, view, keyPackage)
    return candidate === undefined ? [] : [candidate]
  })
}

function readCandidate(account: Account, view: KeyPackageView, keyPackage: Uint8Array): Candidate | undefined {
  const added = readAddedLeaf(view)
  if (added === undefined) return undefined
  const { credential } = added.leaf
  const isCurrent = credential.account === account.id && credential.head.hash === account.head.hash
  return isCurrent && deviceOf(account.record, credential.device) !== undefined
    ? { keyPackage, added, account }
    : undefined
}

function isIn({ leaves }: RoomGroup, { account, added }: Candidate): boolean {
  const { device } = added.leaf.credential
  return leaves.some(({ credential }) => credential.account === account.id && credential.device === device)
}
