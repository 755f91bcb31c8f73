import type { MessageView } from '@rushlight/core'

/** What of a message decides how long it lives. */
export type Mortal = Pick<MessageView, 'sentAt' | 'expiresAt' | 'burnAfterMs' | 'readAt' | 'isOwn'>

/** The burning fuse of a message: the earlier of both clocks, and both for whoever wants to know. */
export type Fuse = {
  /** Which clock ends it first, as things stand. */
  readonly clock: 'expiry' | 'burn'
  readonly leftMs: number
  /** Of the whole fuse, between 0 (gone) and 1 (just lit). */
  readonly left: number
  readonly expiryLeftMs: number | undefined
  readonly burn: BurnClock | undefined
}

type BurnClock =
  /** Starts when it is read. */
  { readonly kind: 'waiting'; readonly afterMs: number } | { readonly kind: 'burning'; readonly leftMs: number }

/** `undefined`: nothing ends it. */
export function fuseOf(message: Mortal, now: number): Fuse | undefined {
  const burn = burnClockOf(message, now)
  const expiryLeftMs = message.expiresAt === undefined ? undefined : Math.max(0, message.expiresAt - now)
  const burnLeftMs = burn?.kind === 'burning' ? burn.leftMs : undefined
  if (burnLeftMs !== undefined && burnLeftMs <= (expiryLeftMs ?? Infinity)) {
    const whole = message.burnAfterMs ?? burnLeftMs
    return { clock: 'burn', leftMs: burnLeftMs, left: share(burnLeftMs, whole), expiryLeftMs, burn }
  }
  if (message.expiresAt === undefined || expiryLeftMs === undefined) {
    if (burn?.kind !== 'waiting') return undefined
    return { clock: 'burn', leftMs: burn.afterMs, left: 1, expiryLeftMs, burn }
  }
  const left = share(expiryLeftMs, message.expiresAt - message.sentAt)
  return { clock: 'expiry', leftMs: expiryLeftMs, left, expiryLeftMs, burn }
}

/** Whether it is lit: a burn that waits for its reader, with no other clock, is not. */
export function isLit({ clock, burn }: Fuse): boolean {
  return clock === 'expiry' || burn?.kind === 'burning'
}

function burnClockOf({ burnAfterMs, readAt }: Mortal, now: number): BurnClock | undefined {
  if (burnAfterMs === undefined) return undefined
  if (readAt === undefined) return { kind: 'waiting', afterMs: burnAfterMs }
  return { kind: 'burning', leftMs: Math.max(0, readAt + burnAfterMs - now) }
}

function share(leftMs: number, wholeMs: number): number {
  return wholeMs <= 0 ? 0 : Math.min(1, leftMs / wholeMs)
}

const SECOND_MS = 1000
const MINUTE_MS: number = 60 * SECOND_MS
const HOUR_MS: number = 60 * MINUTE_MS
const DAY_MS: number = 24 * HOUR_MS

/** How long until its words change: nothing is drawn more often than it is seen to move. */
export function untilNextStepMs(leftMs: number): number {
  if (leftMs <= 2 * MINUTE_MS) return SECOND_MS
  if (leftMs <= 2 * HOUR_MS) return 15 * SECOND_MS
  return MINUTE_MS
}

type SpanUnit = 'second' | 'minute' | 'hour' | 'day' | 'year'
type Span = { readonly count: number; readonly unit: SpanUnit }

/** A span in its largest fitting unit, rounded up: it never says less than there is left of it. */
export function spanOf(ms: number): Span {
  if (ms <= MINUTE_MS) return whole({ count: Math.max(0, Math.ceil(ms / SECOND_MS)), unit: 'second' })
  if (ms <= 90 * MINUTE_MS) return whole({ count: Math.ceil(ms / MINUTE_MS), unit: 'minute' })
  if (ms <= 2 * DAY_MS) return whole({ count: Math.ceil(ms / HOUR_MS), unit: 'hour' })
  return whole({ count: Math.ceil(ms / DAY_MS), unit: 'day' })
}

/** "1 hour" rather than "60 minutes". */
function whole(span: Span): Span {
  const one = ONES.find(({ count, unit }) => count === span.count && unit === span.unit)
  return one === undefined ? span : { count: 1, unit: one.is }
}

const ONES: readonly (Span & { readonly is: SpanUnit })[] = [
  { count: 60, unit: 'second', is: 'minute' },
  { count: 60, unit: 'minute', is: 'hour' },
  { count: 24, unit: 'hour', is: 'day' },
  { count: 365, unit: 'day', is: 'year' },
]
