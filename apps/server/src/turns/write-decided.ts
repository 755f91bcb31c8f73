import type { Batch } from '@rushlight/records'
import { refuse } from '../sessions/outcome.ts'
import type { Outcome } from '../sessions/outcome.ts'
import type { Turns } from './turns.ts'

/** What was decided after reading: to write something, or to be done without. */
export type Decided<R> = Outcome<R> | { readonly kind: 'write'; readonly batch: Batch; readonly result: R }

const DECISIONS_MAX = 5

/**
 * Reads, decides and writes; and all over again when what was read has changed meanwhile. The batch must expect whatever
 * the decision rested on.
 */
export async function writeDecided<R>(turns: Turns, decide: () => Promise<Decided<R>>): Promise<Outcome<R>> {
  for (let decisions = 0; decisions < DECISIONS_MAX; decisions += 1) {
    const decided = await decide()
    if (decided.kind !== 'write') return decided
    if ((await turns.write(decided.batch)) === 'done') return { kind: 'done', result: decided.result }
  }
  return refuse('unavailable')
}
