import { claimKeyPackages, deviceOf, verifyRecordChain } from '@rushlight/protocol'
import type { Account, AccountId, Crypto } from '@rushlight/protocol'
import { readAddedLeaf } from '../group-crypto/judge-commit.ts'
import { parseKeyPackage } from '../group-crypto/mls/index.ts'
import type { Candidate, WantedChange } from '../group-crypto/plan-change.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { Link } from '../link/link.ts'
import type { CallResult } from '../link/pending-calls.ts'
import type { Change } from './job-row.ts'

/** Where to ask, and for whom. */
export type Asking = { readonly crypto: Crypto; readonly link: Pick<Link, 'call'>; readonly room: RoomGroup }

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
      const { chain, keyPackage } = change.request
      const account = await verifyRecordChain(asking.crypto, chain)
      const candidate = account === undefined ? undefined : await readCandidate(asking.crypto, account, keyPackage)
      const candidates = candidate === undefined ? [] : [candidate]
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
async function claim({ crypto, link, room }: Asking, id: AccountId): Promise<readonly Candidate[] | undefined> {
  const isNew = !room.leaves.some(({ credential }) => credential.account === id)
  const answer: CallResult<{ chain: Account['chain']; keyPackages: readonly Uint8Array[] }> = await link.call(
    claimKeyPackages,
    { account: id },
  )
  if (answer.kind !== 'answer') return undefined
  const account = await verifyRecordChain(crypto, answer.value.chain)
  if (account?.id !== id) return undefined
  const candidates: Candidate[] = []
  for (const keyPackage of answer.value.keyPackages) {
    const candidate = await readCandidate(crypto, account, keyPackage)
    if (candidate !== undefined && !isIn(room, candidate)) candidates.push(candidate)
  }
  return isNew && candidates.length === 0 ? undefined : candidates
}

/** A KeyPackage that every honest member will accept for this account now; `undefined` for any other. */
async function readCandidate(crypto: Crypto, account: Account, keyPackage: Uint8Array): Promise<Candidate | undefined> {
  const view = await parseKeyPackage(crypto, keyPackage)
  const added = view === undefined ? undefined : readAddedLeaf(view)
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
