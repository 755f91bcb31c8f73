import { compare } from '../bytes/bytes.ts'
import { logId } from '../ids/ids.ts'
import type { AccountId, DeviceId, LogId } from '../ids/ids.ts'
import type { OpeningBase } from '../room/opening.ts'
import type { Endorsement } from './endorsement.ts'

/**
 * Which of two chains of openings a room goes on with (R23, `spec/survival.md` §4). Pure and the same for all: with the same
 * openings and endorsements before them, all members choose alike, whatever came first.
 */
export type Openings = {
  readonly links: ReadonlyMap<LogId, Link>
  readonly votes: readonly Vote[]
}

/** An opening whose signature was checked, with what of its base has a say in the order. */
export type Link = {
  readonly log: LogId
  /** Absent in the first, as the base. */
  readonly previous?: LogId
  readonly term: number
  readonly base?: OpeningBase
  /** Its hub's place in the order of successors that follows from the base's state (`rankOfHub`). */
  readonly rank: number
  /** The leaves of the base epoch. */
  readonly electorate: readonly Elector[]
  /** The base is behind a commit that this device could not follow (R15). */
  readonly unfollowed?: Unfollowed
}

export type Elector = { readonly account: AccountId; readonly device: DeviceId }

/** `epochBefore` is the last one that everybody could follow. */
export type Unfollowed = { readonly committer: AccountId; readonly epochBefore: number }

/** An endorsement whose signature was checked against the leaves of the base epoch. */
export type Vote = Pick<Endorsement, 'account' | 'device' | 'log' | 'since'>

/**
 * Positive if the chain that ends in `a` comes before the one that ends in `b`; decided at the first opening in which they
 * differ. Both are known and begin with the same opening, else neither comes first.
 */
export function compareChains(openings: Openings, a: LogId, b: LogId): number {
  const [chainA, chainB] = [chainOf(openings, a), chainOf(openings, b)]
  if (chainA[0]?.log !== chainB[0]?.log) return 0
  for (let i = 1; i < Math.max(chainA.length, chainB.length); i++) {
    const [linkA, linkB] = [chainA[i], chainB[i]]
    if (linkA === undefined) return -1
    if (linkB === undefined) return 1
    if (linkA.log !== linkB.log) return compareRivals(openings, linkA, linkB)
  }
  return 0
}

/** Two openings that succeed the same log. Positive if `a` comes first. */
export function compareRivals(openings: Openings, a: Link, b: Link): number {
  const sealed = Number(isSealed(openings, a)) - Number(isSealed(openings, b))
  if (sealed !== 0) return sealed
  const epoch = epochOf(openings, a) - epochOf(openings, b)
  if (epoch !== 0) return epoch
  if (a.rank !== b.rank) return b.rank - a.rank
  return compare(logId.toBytes(b.log), logId.toBytes(a.log))
}

/**
 * More than half of the accounts in the base epoch stand behind it. Nothing that becomes known later takes it back: a device
 * that spoke for two rivals counts for both (`spec/survival.md` §5).
 */
export function isSealed(openings: Openings, link: Link): boolean {
  const accounts = new Set(link.electorate.map(({ account }) => account))
  return 2 * supportersOf(openings, link).size > accounts.size
}

/** The accounts of which more than half of the devices in the base epoch endorsed the opening, or one that goes on from it. */
export function supportersOf(openings: Openings, link: Link): ReadonlySet<AccountId> {
  const voters = votersOf(openings, link)
  const accounts = new Map<AccountId, number>()
  for (const { account, device } of link.electorate) {
    accounts.set(account, (accounts.get(account) ?? 0) + (voters.has(device) ? 1 : -1))
  }
  return new Set([...accounts].flatMap(([account, more]) => (more > 0 ? [account] : [])))
}

/** Which of the base epoch's devices endorsed the opening, or one that goes on from it. */
export function votersOf(openings: Openings, link: Link): ReadonlySet<DeviceId> {
  const { electorate } = link
  const isElector = ({ account, device }: Vote): boolean =>
    electorate.some((elector) => elector.device === device && elector.account === account)
  const votes = openings.votes.filter((vote) => isElector(vote) && speaksFor(openings, vote, link))
  return new Set(votes.map(({ device }) => device))
}

/** The devices that signed for two openings that succeed the same log: their endorsements prove it. */
export function doubleVoters(openings: Openings, a: Link, b: Link): readonly DeviceId[] {
  if (a.log === b.log || a.previous !== b.previous) return []
  const both = votersOf(openings, b)
  return [...votersOf(openings, a)].filter((device) => both.has(device))
}

/** From the first opening to that one; empty if one between is not known. */
export function chainOf({ links }: Openings, tip: LogId): readonly Link[] {
  const chain: Link[] = []
  let link = links.get(tip)
  while (link !== undefined) {
    chain.unshift(link)
    if (link.previous === undefined) return chain
    link = links.get(link.previous)
  }
  return []
}

function speaksFor({ links }: Openings, vote: Vote, link: Link): boolean {
  if (link.term < vote.since) return false
  let at = links.get(vote.log)
  while (at !== undefined && at.term > link.term) at = at.previous === undefined ? undefined : links.get(at.previous)
  return at?.log === link.log
}

/** R23(3): commits that their committer alone can follow lift a base only once somebody else stands behind it. */
function epochOf(openings: Openings, link: Link): number {
  const epoch = link.base?.epoch ?? 0
  const { unfollowed } = link
  if (unfollowed === undefined) return epoch
  const voters = votersOf(openings, link)
  const others = link.electorate.some(({ account, device }) => account !== unfollowed.committer && voters.has(device))
  return others ? epoch : Math.min(epoch, unfollowed.epochBefore)
}
