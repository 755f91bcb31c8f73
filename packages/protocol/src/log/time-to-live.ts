import { BLOB_KEPT_MS_MAX, ENTRY_KEPT_MS_MAX, span } from '../limits.ts'

/**
 * How long a hub may keep an entry, as it is told by the author: coarse, so that the hub learns little of the timers in a
 * room, and never longer than R6 allows (`spec/timers.md` §5).
 */
const STEPS_MS: readonly number[] = [
  span.MINUTE_MS,
  10 * span.MINUTE_MS,
  span.HOUR_MS,
  8 * span.HOUR_MS,
  span.DAY_MS,
  7 * span.DAY_MS,
  ENTRY_KEPT_MS_MAX,
]

/** The number of the first step that is long enough; what lives longer still gets the last. */
export function timeToLiveStep(lifetimeMs: number | undefined): number {
  const step = lifetimeMs === undefined ? -1 : STEPS_MS.findIndex((ms) => ms >= lifetimeMs)
  return step === -1 ? STEPS_MS.length - 1 : step
}

export const TIME_TO_LIVE_STEP_MAX: number = STEPS_MS.length - 1

export function timeToLiveMs(step: number): number {
  return STEPS_MS[step] ?? ENTRY_KEPT_MS_MAX
}

/** A file lives as long as its message, whose entry may have gone from the hub long before (`spec/blobs.md` §4). */
const BLOB_STEPS_MS: readonly number[] = [...STEPS_MS, 90 * span.DAY_MS, BLOB_KEPT_MS_MAX]

/** As `timeToLiveStep`, of a blob. */
export function blobTimeToLiveStep(lifetimeMs: number | undefined): number {
  const step = lifetimeMs === undefined ? -1 : BLOB_STEPS_MS.findIndex((ms) => ms >= lifetimeMs)
  return step === -1 ? BLOB_STEPS_MS.length - 1 : step
}

export const BLOB_TIME_TO_LIVE_STEP_MAX: number = BLOB_STEPS_MS.length - 1

export function blobTimeToLiveMs(step: number): number {
  return BLOB_STEPS_MS[step] ?? BLOB_KEPT_MS_MAX
}
