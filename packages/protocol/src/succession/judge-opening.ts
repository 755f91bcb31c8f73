import { equal } from '../bytes/bytes.ts'
import type { LogId } from '../ids/ids.ts'
import type { Head } from '../log/receipt.ts'
import { ENDORSE_AFTER_MS } from '../limits.ts'
import { chainOf, compareChains, isSealed } from './chain.ts'
import type { Link, Openings, Vote } from './chain.ts'

/** What a device knows of a log in which it judged: places it has receipts of, and the commits it found in force. */
export type JudgedLog = {
  /** The last entry judged. */
  readonly head: Head
  /** The newest commit found in force, if any; 0 otherwise. */
  readonly commitSeq: number
  /** The chain hash after that entry, for entries up to the head of which there is a receipt. */
  chainAt(seq: number): Uint8Array | undefined
}

/**
 * How a base lies to what the device judged in that log: `contained` has all its commits and all of it is judged; `ahead` has
 * to be judged first; `below` lacks a commit that the device knows in force; `forked` tells another story.
 */
export type BaseRelation = 'contained' | 'ahead' | 'below' | 'forked'

export function relateBase(judged: JudgedLog, base: Head): BaseRelation {
  if (base.seq > judged.head.seq) return 'ahead'
  const chain = judged.chainAt(base.seq)
  // Of a place whose receipt is gone, only what was judged behind it can be said.
  if (chain !== undefined && !equal(chain, base.chain)) return 'forked'
  return base.seq < judged.commitSeq ? 'below' : 'contained'
}

/** Of the opening at the place where the other chain leaves the own one, once its signature was checked. */
export type OpeningEvidence = {
  readonly openings: Openings
  readonly link: Link
  readonly relation: BaseRelation
  /** Is the opener's leaf, by account, device and key, in the base epoch, and does the epoch authenticator match? */
  readonly isByMember: boolean
  /** R33: the room waits for sealed openings. */
  readonly safety: boolean
}

export type OpeningVerdict =
  /** Nobody in the base epoch made it, or for another epoch than it says: it does not exist. */
  | 'void'
  /** Judge up to the base first: the hub, the prefix or a member has what is missing. */
  | 'judgeFirst'
  | 'follow'
  /** It lies below what this device knows in force: open a rival (R22, R20 f). */
  | 'rival'
  /** It may yet be sealed (R33). */
  | 'wait'

/** R22, R25, R33. Says whether the device may follow, not whether there is anything better. */
export function judgeOpening({ openings, link, relation, isByMember, safety }: OpeningEvidence): OpeningVerdict {
  if (relation === 'ahead') return 'judgeFirst'
  if (!isByMember) return 'void'
  const sealed = isSealed(openings, link)
  if (sealed) return 'follow'
  if (relation !== 'contained') return 'rival'
  return safety ? 'wait' : 'follow'
}

/** R23, R25: of the chains that the device may follow, the one to be in; its own if there is none better. */
export function bestChain(openings: Openings, own: LogId, followable: readonly LogId[]): LogId {
  return followable.reduce((best, tip) => (compareChains(openings, tip, best) > 0 ? tip : best), own)
}

export type EndorsementEvidence = {
  readonly openings: Openings
  /** The newest opening of the chain that the device would speak for. */
  readonly tip: LogId
  readonly voter: Pick<Vote, 'account' | 'device'>
  /** Every log after which this device spoke, and for which opening. Kept for ever, and written down before a signature leaves. */
  readonly spoken: ReadonlyMap<LogId, LogId>
  /** It judged up to the base itself, and `judgeOpening` says `follow` or `wait`. */
  readonly isJudged: boolean
  /** Since when no better rival is known. */
  readonly bestSince: number
  readonly now: number
}

export type EndorsementDecision =
  | { readonly kind: 'no' }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'endorse'; readonly vote: Vote; readonly spoken: ReadonlyMap<LogId, LogId> }

/** R24: once for each succeeded log, and for the openings before it as far as the device had not spoken there. */
export function mayEndorse(evidence: EndorsementEvidence): EndorsementDecision {
  const { openings, tip, voter, spoken, isJudged, bestSince, now } = evidence
  const chain = chainOf(openings, tip)
  const covered = unspokenEnd(chain, spoken)
  const [first] = covered
  const isMember = covered.at(-1)?.electorate.some(({ device }) => device === voter.device) === true
  if (first === undefined || !isMember || !isJudged) return { kind: 'no' }
  const until = bestSince + ENDORSE_AFTER_MS
  if (now < until) return { kind: 'wait', until }
  const said = covered.flatMap(({ log, previous }) => (previous === undefined ? [] : [[previous, log] as const]))
  return {
    kind: 'endorse',
    vote: { ...voter, log: tip, since: first.term },
    spoken: new Map([...spoken, ...said]),
  }
}

/** The end of the chain, back to the first opening after whose log the device had spoken; the first of a room needs nobody. */
function unspokenEnd(chain: readonly Link[], spoken: ReadonlyMap<LogId, LogId>): readonly Link[] {
  const last = chain.findLastIndex(({ previous }) => previous === undefined || spoken.has(previous))
  return chain.slice(last + 1)
}
