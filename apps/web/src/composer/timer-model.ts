import { BURN_MS_MAX, BURN_MS_MIN, EXPIRE_MS_MAX, EXPIRE_MS_MIN, span } from '@rushlight/protocol'

/** What one message, or a room, lives by. */
export type ChosenTimers = { readonly expireMs: number | undefined; readonly burnMs: number | undefined }

/** Chosen, but not in force yet; and what was in force when it was. */
export type TimerChoice = { readonly instead: ChosenTimers; readonly chosen: ChosenTimers }

export function isSameTimers(one: ChosenTimers, other: ChosenTimers): boolean {
  return one.expireMs === other.expireMs && one.burnMs === other.burnMs
}

/** A choice stands until something else comes into force: then it would undo what its owner has not seen. */
export function timersShown(inForce: ChosenTimers, choice: TimerChoice | undefined): ChosenTimers {
  return choice !== undefined && isSameTimers(choice.instead, inForce) ? choice.chosen : inForce
}

const { SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS } = span

export const EXPIRE_CHOICES_MS: readonly number[] = [
  30 * SECOND_MS,
  5 * MINUTE_MS,
  HOUR_MS,
  8 * HOUR_MS,
  DAY_MS,
  7 * DAY_MS,
  30 * DAY_MS,
  365 * DAY_MS,
]

export const BURN_CHOICES_MS: readonly number[] = [
  5 * SECOND_MS,
  10 * SECOND_MS,
  30 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  HOUR_MS,
  DAY_MS,
]

export type TimerUnit = 'second' | 'minute' | 'hour' | 'day'
const UNIT_MS: Readonly<Record<TimerUnit, number>> = {
  second: SECOND_MS,
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
}

/** A span of the user's own; `undefined` outside of what the protocol allows. */
export function parseSpan(count: string, unit: TimerUnit, clock: 'expiry' | 'burn'): number | undefined {
  if (!/^\d{1,6}$/.test(count.trim())) return undefined
  const ms = Number(count) * UNIT_MS[unit]
  const [min, max] = clock === 'expiry' ? [EXPIRE_MS_MIN, EXPIRE_MS_MAX] : [BURN_MS_MIN, BURN_MS_MAX]
  return ms >= min && ms <= max ? ms : undefined
}

/** The choices, with the one in force among them even if it is somebody's own. */
export function withChosen(choices: readonly number[], chosen: number | undefined): readonly number[] {
  if (chosen === undefined || choices.includes(chosen)) return choices
  return [...choices, chosen].sort((a, b) => a - b)
}
