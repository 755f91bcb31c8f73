import { findPlan } from './plans/plans.ts'
import { runPlan } from './plans/run-plan.ts'
import { runSeed } from './run-seed.ts'
import type { RunOptions } from './run-seed.ts'
import { findMisfortune } from './survival/misfortunes.ts'
import { runTown } from './survival/run-town.ts'
import type { WorldResult } from './world-result.ts'

/** What makes a world: the same name gives the same world in every process. */
export type NamedWorld =
  | { readonly kind: 'plan'; readonly plan: string }
  | { readonly kind: 'seed'; readonly seed: number }
  | { readonly kind: 'town'; readonly misfortune: string; readonly seed: number }

export function runNamed(world: NamedWorld, options: RunOptions): Promise<WorldResult> {
  switch (world.kind) {
    case 'plan':
      return runPlan(ensureFound(findPlan(world.plan)), options)
    case 'seed':
      return runSeed(world.seed, options)
    case 'town':
      return runTown(ensureFound(findMisfortune(world.misfortune)), world.seed, options)
  }
}

function ensureFound<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('no world is called so')
  return found
}
