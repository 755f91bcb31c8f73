import { compareChains, concat, equal, headAfter, hex, judgeOpening, leafAt, relateBase } from '@rushlight/protocol'
import type { AccountId, BaseRelation, LogId, Note, Opening, SignedOpening } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { basesOfEpoch, baseTable } from '../room/base-row.ts'
import { receiptTable } from '../room/log-rows.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import type { Fork } from './prefix.ts'
import { candidateOf, isByMember, standsOnPresent, weigh } from './chains.ts'
import type { Candidate, Chains } from './chains.ts'

/** What the openings on the boards mean for a device (R22, R23). */
export type Found =
  /** It goes on with all that this device has judged: the own chain as it will be. */
  | {
      readonly kind: 'follow'
      readonly openings: readonly SignedOpening[]
      readonly last: Opening
      readonly fork: Fork
    }
  /** The best one stands on entries that have to be judged first. */
  | { readonly kind: 'behind'; readonly tip: LogId; readonly fork: Fork }
  /** The better chain does without commits that this device is past: it can only be let in again (R26). */
  | { readonly kind: 'apart'; readonly tip: LogId }
  /** It lies below what this device judged in force: it opens a better one (R20 f). */
  | { readonly kind: 'rival' }
  /** It may yet be sealed (R33). */
  | { readonly kind: 'wait'; readonly openings: readonly SignedOpening[]; readonly tip: LogId }
  | { readonly kind: 'nothing' }

export type Sighting = {
  readonly found: Found
  readonly chains: Chains
  /** None better than the own one is known, not even among those that it passed over. */
  readonly isBest: boolean
}

export type Sight = {
  readonly notes: readonly Note[]
  /** Chains that this device gave up to reach by itself: somebody has to let it in there. */
  readonly passedOver: ReadonlySet<LogId>
}

/** Looks through the chains that others follow, the best first. */
export async function findOpenings(core: Core, model: LiveRoom, sight: Sight): Promise<Sighting | undefined> {
  const said = sight.notes.flatMap((note) => (note.said.kind === 'opening' ? [note.said] : []))
  const candidates: Candidate[] = []
  const seen = new Set<string>()
  for (const { openings } of said) {
    const name = openings.map(({ opening, signature }) => hex(concat(opening, signature))).join('')
    // Most members show the same one.
    if (seen.has(name)) continue
    seen.add(name)
    const candidate = await candidateOf(core.crypto, model, openings)
    if (candidate !== undefined && candidate.theirs.length > 0) candidates.push(candidate)
  }
  const endorsements = said.flatMap((one) => one.endorsements)
  const chains = await weigh(core, model, { candidates, endorsements })
  const own = model.row.head?.log
  if (chains === undefined || own === undefined) return undefined
  const better = candidates
    .filter((one) => compareChains(chains.openings, tipOf(one), own) > 0)
    .toSorted((a, b) => compareChains(chains.openings, tipOf(b), tipOf(a)))
  let found: Found = { kind: 'nothing' }
  let isBest = true
  for (const candidate of better) {
    const verdict = await judge(core, model, { candidate, chains })
    const isOver = sight.passedOver.has(tipOf(candidate)) && (verdict.kind === 'behind' || verdict.kind === 'apart')
    isBest &&= verdict.kind === 'nothing'
    if (verdict.kind === 'nothing' || isOver) continue
    if (verdict.kind === 'rival') found = verdict
    else return { found: verdict, chains, isBest }
  }
  return { found, chains, isBest }
}

function tipOf({ theirs }: Candidate): LogId {
  const last = theirs.at(-1)
  if (last === undefined) throw new Error('a candidate that goes on')
  return last.log
}

type Weighed = { readonly candidate: Candidate; readonly chains: Chains }

async function judge(core: Core, model: LiveRoom, { candidate, chains }: Weighed): Promise<Found> {
  const { common, ours, theirs } = candidate
  const [first, last] = [theirs[0], theirs.at(-1)]
  const link = first === undefined ? undefined : chains.openings.links.get(first.log)
  if (first === undefined || last === undefined || link === undefined) return { kind: 'nothing' }
  const isPresent = standsOnPresent(core.crypto, model, first)
  const known = ours.length === 0 ? await relate(core, model, first.opening) : relateBranch(candidate, isPresent)
  // Entries of the present epoch hold no commit, and what their authors do not know to be with everybody is said again.
  // So does another story of them, whichever the hub told first.
  const relation = (known === 'ahead' || known === 'forked') && isPresent ? 'contained' : known
  const fork = { first: first.opening, firstSigned: first.signed }
  const apart = { kind: 'apart', tip: last.log } as const
  const byMember = isByMember(chains, first)
  if (byMember === undefined && ours.length === 0 && (await cameInLater(core, model, first.opening))) return apart
  const verdict = judgeOpening({
    openings: chains.openings,
    link,
    relation,
    isByMember: byMember ?? false,
    safety: model.group.context.state.safety,
  })
  switch (verdict) {
    case 'judgeFirst':
      return ours.length === 0 ? { kind: 'behind', tip: last.log, fork } : apart
    case 'void':
      return { kind: 'nothing' }
    case 'wait':
      return { kind: 'wait', openings: [...common, ...theirs].map(({ signed }) => signed), tip: last.log }
    case 'rival':
      // With a branch of its own that has commits the device has opened already; by the order of chains it has lost.
      return ours.length === 0 ? { kind: 'rival' } : apart
    case 'follow':
      break
  }
  if (relation !== 'contained') return apart
  if (!isPresent) return { kind: 'nothing' }
  const end = theirs.findIndex((one) => !standsOnPresent(core.crypto, model, one) || isByMember(chains, one) !== true)
  const reached = end === -1 ? theirs : theirs.slice(0, end)
  const next = reached.at(-1)
  if (next === undefined) return { kind: 'nothing' }
  return { kind: 'follow', openings: [...common, ...reached].map(({ signed }) => signed), last: next.opening, fork }
}

/**
 * Whoever came in, or came back, behind that base cannot tell who was there. If somebody went on from it who is in the room,
 * those who follow him can let this device in.
 */
async function cameInLater(core: Core, { id, group }: LiveRoom, { base, opener }: Opening): Promise<boolean> {
  if (base === undefined || base.epoch >= group.epoch) return false
  const isInRoom = group.leaves.some(
    ({ credential: { account, device }, leafKey }) =>
      account === opener.account && device === opener.device && equal(leafKey, opener.leafKey),
  )
  return isInRoom && (await loadEveryRow(core.store, baseTable, basesOfEpoch(id, base.epoch))).length === 0
}

/** Of a branch that the device has left by its own, only the epoch says whether it lacks something of it. */
function relateBranch({ ours, theirs }: Candidate, isPresent: boolean): BaseRelation {
  if (isPresent) return 'contained'
  const [own, other] = [ours[0]?.opening.base, theirs[0]?.opening.base]
  return own !== undefined && other !== undefined && other.epoch > own.epoch ? 'ahead' : 'below'
}

async function relate(core: Core, model: LiveRoom, { base, previous }: Opening): Promise<BaseRelation> {
  const { head } = model.row
  if (base === undefined || head === undefined || head.log !== previous) return 'forked'
  const { seq } = base.head
  const receipt = await load(core.store, receiptTable, { room: model.id, log: head.log, seq })
  const then = seq === head.seq ? head.chain : receipt && headAfter(core.crypto, receipt.body).chain
  const commits = model.frame.commits ?? []
  const commitSeq = commits.findLast(({ seq: at }) => at <= head.seq)?.seq ?? 0
  return relateBase({ head, commitSeq, chainAt: () => then }, base.head)
}

export function accountsIn({ group }: LiveRoom): readonly AccountId[] {
  return [...new Set(group.leaves.map(({ credential }) => credential.account))]
}

export function ownLeafOf({ group }: LiveRoom): ReturnType<typeof leafAt> {
  return leafAt({ leaves: group.leaves }, group.ownLeaf)
}
