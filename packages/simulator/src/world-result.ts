import type { DeedCounts } from './deeds.ts'
import type { FaultCounts } from './faults.ts'
import type { Violation } from './ledger.ts'
import type { World } from './world.ts'

export type WentOn = {
  readonly misfortune: string
  /** `undefined`: not before the end. */
  readonly ms: number | undefined
}

/** What became of one world. */
export type WorldResult = {
  readonly name: string
  /** What to type to see it again. */
  readonly again: string
  readonly events: number
  readonly spoken: number
  readonly shown: number
  readonly violations: readonly Violation[]
  readonly faults: FaultCounts
  readonly deeds: DeedCounts
  readonly virtualMs: number
  readonly traceHash: string
  readonly tail: readonly string[]
  /** Of each device of a lost branch, after how many commits it was let in again. */
  readonly reseats: readonly number[]
  /** How long after its misfortune people heard each other again. */
  readonly goOn?: WentOn
}

export function resultOf(
  { ledger, faults, deeds, scheduler, beganAt, trace }: World,
  ran: Pick<WorldResult, 'name' | 'again' | 'events'>,
): WorldResult {
  return {
    ...ran,
    spoken: ledger.spoken.size,
    shown: [...ledger.lives.values()].reduce((sum, one) => sum + [...one.shown.values()].flat().length, 0),
    violations: ledger.violations,
    faults,
    deeds,
    virtualMs: scheduler.now() - beganAt,
    traceHash: trace.digest(),
    tail: trace.tail(),
    reseats: ledger.reseats.commits,
  }
}
