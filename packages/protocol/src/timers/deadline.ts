import type { Timers } from '../content/message.ts'

/**
 * When a message must be gone (`spec/timers.md` §2): at its expiration, or a while after it was first read, whichever comes
 * first. Nothing prolongs either.
 */
export type Lifetime = Timers & {
  /** UTC ms at which this account first read it, on any of its devices. */
  readonly readAt?: number
}

/** UTC ms; `undefined`: no end is set yet. */
export function deadlineOf({ expiresAt, burnAfterMs, readAt }: Lifetime): number | undefined {
  const burnsAt = burnAfterMs === undefined || readAt === undefined ? undefined : readAt + burnAfterMs
  if (expiresAt === undefined || burnsAt === undefined) return expiresAt ?? burnsAt
  return Math.min(expiresAt, burnsAt)
}

/** The device's clock, and how far the provider's is ahead of it. A wrong clock never prolongs: the later time counts. */
export type Clocks = { readonly now: number; readonly providerAheadMs: number }

/** The time against which deadlines are held. */
export function latestNow({ now, providerAheadMs }: Clocks): number {
  return now + Math.max(0, providerAheadMs)
}

export function isDue(deadline: number | undefined, clocks: Clocks): boolean {
  return deadline !== undefined && deadline <= latestNow(clocks)
}
