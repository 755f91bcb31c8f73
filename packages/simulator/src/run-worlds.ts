import { createHash } from 'node:crypto'
import type { RunArguments } from './arguments.ts'
import { deedKinds, noDeeds } from './deeds.ts'
import type { DeedCounts } from './deeds.ts'
import { faultKinds, noFaults, peerFaultKinds } from './faults.ts'
import type { FaultCounts } from './faults.ts'
import type { Mutant } from './mutants/mutant.ts'
import { findPlan, plans } from './plans/plans.ts'
import { runPlan } from './plans/run-plan.ts'
import { runSeed } from './run-seed.ts'
import type { RunOptions } from './run-seed.ts'
import type { WorldResult } from './world-result.ts'

export type RunReport = {
  readonly seeds: number
  readonly plans: number
  readonly events: number
  readonly violations: number
  readonly spoken: number
  readonly shown: number
  readonly faults: FaultCounts
  /** How often people did what. */
  readonly deeds: DeedCounts
  /** Kinds of faults and deeds of which nothing was seen. */
  readonly neverHappened: readonly string[]
  readonly timesRealTime: number
  /** Of the traces of all worlds in their order. */
  readonly traceHash: string
}

/** What is to be run, in its order. */
export type Worlds = { readonly plans: readonly string[]; readonly from: number; readonly count: number }

const FIRST_SEED = 1
const VIOLATIONS_TOLD_MAX = 10
/** In so many worlds everything happens that can; else they show less than they seem to. */
const SEEDS_SHOW_ALL = 20

/** A mutant meets the plan that shows it before anything else. `undefined`: no plan is called so. */
export function planWorlds({ plan, from, count }: RunArguments, mutant: Mutant | undefined): Worlds | undefined {
  if (plan !== undefined)
    return findPlan(plan) === undefined ? undefined : { plans: [plan], from: FIRST_SEED, count: 0 }
  const first = from ?? FIRST_SEED
  if (mutant !== undefined) return { plans: [mutant.caught.at], from: first, count }
  return { plans: from === undefined ? plans.map(({ name }) => name) : [], from: first, count }
}

/** One world after another; a mutant is caught once, that is enough. */
export async function runWorlds(
  worlds: Worlds,
  wanted: Pick<RunArguments, 'isVerbose' | 'mutant'>,
  tellLine: (line: string) => void,
): Promise<RunReport> {
  const beganAt = performance.now()
  const [faults, deeds] = [noFaults(), noDeeds()]
  const total = { seeds: 0, plans: 0, events: 0, violations: 0, spoken: 0, shown: 0 }
  const hash = createHash('sha256')
  let virtualMs = 0
  const isHasty = wanted.mutant !== undefined
  for (const { kind, run } of listWorlds(worlds)) {
    const result = await run({ isHasty })
    total[kind] += 1
    total.events += result.events
    total.violations += result.violations.length
    total.spoken += result.spoken
    total.shown += result.shown
    virtualMs += result.virtualMs
    hash.update(result.traceHash)
    for (const fault of [...faultKinds, ...peerFaultKinds]) faults[fault] += result.faults[fault]
    for (const deed of deedKinds) deeds[deed] += result.deeds[deed]
    for (const line of describe(result, wanted)) tellLine(line)
    if (isHasty && total.violations > 0) break
  }
  const timesRealTime = Math.round(virtualMs / (performance.now() - beganAt))
  const neverHappened = [
    ...faultKinds.filter((kind) => faults[kind] === 0),
    ...deedKinds.filter((kind) => deeds[kind] === 0),
  ]
  return { ...total, faults, deeds, neverHappened, timesRealTime, traceHash: hash.digest('hex') }
}

type Listed = { readonly kind: 'seeds' | 'plans'; readonly run: (options: RunOptions) => Promise<WorldResult> }

/** Whether everything that was to be shown was shown, and no promise broken. */
export function isAllWell({ violations, seeds, neverHappened }: RunReport): boolean {
  return violations === 0 && (seeds < SEEDS_SHOW_ALL || neverHappened.length === 0)
}

function* listWorlds({ plans: names, from, count }: Worlds): Generator<Listed> {
  for (const plan of plans) {
    if (names.includes(plan.name)) yield { kind: 'plans', run: (options) => runPlan(plan, options) }
  }
  for (let seed = from; seed < from + count; seed++) yield { kind: 'seeds', run: (options) => runSeed(seed, options) }
}

function describe(
  result: WorldResult,
  { isVerbose, mutant }: Pick<RunArguments, 'isVerbose' | 'mutant'>,
): readonly string[] {
  const { name, again, spoken, shown, violations, tail } = result
  const summary = `${name}: ${spoken} spoken, ${shown} shown, ${violations.length} violations`
  if (violations.length === 0) return isVerbose ? [summary] : []
  return [
    summary,
    ...(isVerbose ? tail.map((line) => `    ${line}`) : []),
    ...violations.slice(0, VIOLATIONS_TOLD_MAX).map(({ kind, detail }) => `  ${kind}: ${detail}`),
    `  again: npm run simulate -- ${again}${mutant === undefined ? '' : ` --mutant ${mutant}`} --verbose`,
  ]
}
