import { setTimeout as sleep } from 'node:timers/promises'
import type { Ledger } from './ledger-link.ts'
import type { Stage } from './stage.ts'
import type { Count } from './tally.ts'

export const CASE_NAMES = [
  'federation',
  'wiped-disk',
  'second-provider',
  'only-provider',
  'return',
  'split',
  'hostile',
  'bad-member',
] as const

export type CaseName = (typeof CASE_NAMES)[number]

export type Play = { readonly stage: Stage; readonly ledger: Ledger }

/**
 * `tookMs`: from what the conversation had to survive to the last delivery of what was under way or said then; the longest
 * where there were several.
 */
export type Played = { readonly tookMs: number; readonly count: Count }

export type Case = (play: Play) => Promise<Played>

/** How long a conversation may take to go on until what has not come counts as lost. */
const GOES_ON_MS_MAX = 120_000
/** How long a copy may take that comes after the first. */
const ECHO_MS = 3_000

/** The end of each play: waits for what is owed, and then for what should not come. */
export async function playedSince(faultAt: number, { ledger, stage }: Play): Promise<Played> {
  const tookMs = spanOf(await ledger.settled(GOES_ON_MS_MAX), faultAt)
  stage.tell('waiting for copies')
  await sleep(ECHO_MS)
  return { tookMs, count: await ledger.count() }
}

/** The end of a play of several parts, each of which went well by itself or not. */
export async function playedInParts(parts: readonly number[], play: Play): Promise<Played> {
  const { count } = await playedSince(Date.now(), play)
  return { tookMs: Math.max(...parts), count }
}

/** Says something, and waits until it has come; answers how long that took (ms). */
export async function untilItCame({ ledger }: Play, say: () => Promise<unknown>): Promise<number> {
  const from = Date.now()
  await say()
  return spanOf(await ledger.settled(GOES_ON_MS_MAX), from)
}

/** What has not come by now has taken until now at least. */
function spanOf({ sent, arrived, lastAt }: Count, from: number): number {
  return Math.max(0, (sent === arrived ? lastAt : Date.now()) - from)
}
