import {
  HUB_FAILS_MS,
  HUB_TRIES_MIN,
  OPEN_ALONE_MS,
  OPEN_ALONE_SMALL_MS,
  OPEN_DELAY_MS,
  OPEN_DELAY_STEP_MS,
  OPEN_DELAY_STEPS_MAX,
  OPENINGS_PER_DAY_MAX,
  UNFOLLOWED_MS,
  WITHHELD_MS,
} from '../limits.ts'

/** What a device saw of its hub and its room; times are UTC ms of its own clock (R20, `spec/survival.md` §3). */
export type OpenEvidence = {
  /** Tries since the hub last answered, and when the first of them failed. */
  readonly failing?: { readonly tries: number; readonly since: number }
  /** Any other host answers, so it is not this device that is cut off. */
  readonly othersAnswer: boolean
  /** A good `hubDown` note of another account about this log lies on a board. */
  readonly othersSayDown: boolean
  /** (b) The hub says that it does not know the log. */
  readonly logUnknown: boolean
  /** (c) Its head is below a receipt that the device holds. */
  readonly headBelowReceipt: boolean
  /** (c) Two receipts of it cannot both be true. */
  readonly equivocated: boolean
  /** (c) Since when it does not hand over an entry of which there is a receipt. */
  readonly withheldSince?: number
  /** (d) A tombstone, signed by the hub's key. */
  readonly tombstone: boolean
  /** (e) Since when nobody but the committer is seen behind a commit that the device could not follow. */
  readonly unfollowedSince?: number
  /** (f) The best known opening lies below a commit that the device judged in force. */
  readonly undercut: boolean
  readonly accounts: number
  /** A better opening than staying is known, which the device may follow. */
  readonly betterKnown: boolean
  /** Since when its own head lies on the board, as far as the board can be reached. */
  readonly headPostedAt?: number
  /** Its place among those who could open (`rankAmong`). */
  readonly rank: number
  readonly openedToday: number
}

export type OpenReason = 'hubDown' | 'logUnknown' | 'hubFalse' | 'tombstone' | 'unfollowed' | 'undercut'

export type OpenDecision =
  | { readonly kind: 'stay' }
  /** Nothing yet; look again then. */
  | { readonly kind: 'wait'; readonly until: number }
  /** There is one: follow it instead. */
  | { readonly kind: 'follow' }
  /** There is reason: say first how far this device is. */
  | { readonly kind: 'postHead'; readonly reason: OpenReason }
  | { readonly kind: 'open'; readonly reason: OpenReason }

/** R20, for every evidence. */
export function mayOpen(evidence: OpenEvidence, now: number): OpenDecision {
  if (evidence.betterKnown && !evidence.undercut) return { kind: 'follow' }
  const found = reasonOf(evidence, now)
  if (found === undefined || evidence.openedToday >= OPENINGS_PER_DAY_MAX) return { kind: 'stay' }
  if (found.kind === 'later') return { kind: 'wait', until: found.at }
  const { reason } = found
  if (evidence.headPostedAt === undefined) return { kind: 'postHead', reason }
  const until = evidence.headPostedAt + openDelayMs(evidence.rank)
  return now < until ? { kind: 'wait', until } : { kind: 'open', reason }
}

/** After the own head was posted; the first in rank goes first and the others find his opening. */
export function openDelayMs(rank: number): number {
  return OPEN_DELAY_MS + OPEN_DELAY_STEP_MS * Math.min(rank, OPEN_DELAY_STEPS_MAX)
}

type Found =
  | { readonly kind: 'now'; readonly reason: OpenReason }
  | { readonly kind: 'later'; readonly at: number }
  | undefined

function reasonOf(evidence: OpenEvidence, now: number): Found {
  const { logUnknown, headBelowReceipt, equivocated, tombstone, undercut } = evidence
  if (undercut) return { kind: 'now', reason: 'undercut' }
  if (logUnknown) return { kind: 'now', reason: 'logUnknown' }
  if (headBelowReceipt || equivocated) return { kind: 'now', reason: 'hubFalse' }
  if (tombstone) return { kind: 'now', reason: 'tombstone' }
  const later: readonly Found[] = [
    after(evidence.withheldSince, WITHHELD_MS, { now, reason: 'hubFalse' }),
    after(evidence.unfollowedSince, UNFOLLOWED_MS, { now, reason: 'unfollowed' }),
    hubDown(evidence, now),
  ]
  return later.find((found) => found?.kind === 'now') ?? soonest(later)
}

/** (a). Without another host that answers it is this device that is cut off, for however long. */
function hubDown({ failing, othersAnswer, othersSayDown, accounts }: OpenEvidence, now: number): Found {
  if (failing === undefined || failing.tries < HUB_TRIES_MIN || !othersAnswer) return undefined
  const alone = accounts <= 2 ? OPEN_ALONE_SMALL_MS : OPEN_ALONE_MS
  return after(failing.since, othersSayDown ? HUB_FAILS_MS : alone, { now, reason: 'hubDown' })
}

function after(
  since: number | undefined,
  ms: number,
  at: { readonly now: number; readonly reason: OpenReason },
): Found {
  if (since === undefined) return undefined
  return at.now >= since + ms ? { kind: 'now', reason: at.reason } : { kind: 'later', at: since + ms }
}

function soonest(found: readonly Found[]): Found {
  const times = found.flatMap((one) => (one?.kind === 'later' ? [one.at] : []))
  return times.length === 0 ? undefined : { kind: 'later', at: Math.min(...times) }
}
