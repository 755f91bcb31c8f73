import { createHash } from 'node:crypto'
import type { RunArguments } from './arguments.ts'
import { runAll } from './crew.ts'
import { deedKinds, noDeeds } from './deeds.ts'
import type { DeedCounts } from './deeds.ts'
import { faultKinds, noFaults, peerFaultKinds } from './faults.ts'
import type { FaultCounts, FaultKind } from './faults.ts'
import { goOnTimes } from './go-on-times.ts'
import type { GoOnTime } from './go-on-times.ts'
import type { Mutant } from './mutants/mutant.ts'
import type { NamedWorld } from './named-world.ts'
import { findPlan, plans } from './plans/plans.ts'
import { reportReseats } from './reseats.ts'
import type { ReseatReport } from './reseats.ts'
import type { Misfortune } from './survival/misfortune.ts'
import { findMisfortune, misfortunes } from './survival/misfortunes.ts'
import type { WentOn, WorldResult } from './world-result.ts'

export type RunReport = {
  readonly seeds: number
  readonly plans: number
  readonly towns: number
  readonly events: number
  readonly violations: number
  /** How many of each kind. */
  readonly broken: Readonly<Record<string, number>>
  readonly spoken: number
  readonly shown: number
  readonly faults: FaultCounts
  /** How often people did what. */
  readonly deeds: DeedCounts
  /** Kinds of faults and deeds of which nothing was seen. */
  readonly neverHappened: readonly string[]
  /** How long after each misfortune people heard each other again. */
  readonly goOn: readonly GoOnTime[]
  /** How soon devices of branches that lost were let in again. */
  readonly reseated: ReseatReport
  readonly timesRealTime: number
  readonly worldsPerSecond: number
  /** Of the traces of all worlds in their order. */
  readonly traceHash: string
}

const FIRST_SEED = 1
const VIOLATIONS_TOLD_MAX = 10
/** In so many worlds everything happens that can; else they show less than they seem to. */
const SEEDS_SHOW_ALL = 20
const ALL_MISFORTUNES = 'all'
const PROGRESS_EVERY_MS = 10_000

/** What is to be run, in its order. A mutant meets the world that shows it before anything else. `undefined`: none is called so. */
export function planWorlds(
  { plan, town, from, count }: RunArguments,
  mutant: Mutant | undefined,
): Iterable<NamedWorld> | undefined {
  const first = from ?? FIRST_SEED
  if (plan !== undefined) return findPlan(plan) === undefined ? undefined : [{ kind: 'plan', plan }]
  if (town === ALL_MISFORTUNES) return townsFrom(misfortunes, first, count)
  if (town !== undefined) {
    const misfortune = findMisfortune(town)
    return misfortune === undefined ? undefined : townsFrom([misfortune], first, count)
  }
  const seeds = seedsFrom(first, count)
  if (mutant !== undefined) return [mutant.caught.at, ...seeds]
  return from === undefined ? [...plans.map(({ name }): NamedWorld => ({ kind: 'plan', plan: name })), ...seeds] : seeds
}

function* seedsFrom(first: number, count: number): Generator<NamedWorld> {
  for (let seed = first; seed < first + count; seed++) yield { kind: 'seed', seed }
}

/** One kind after the other, so that any number of seeds has something of each. */
function* townsFrom(kinds: readonly Misfortune[], first: number, count: number): Generator<NamedWorld> {
  for (let seed = first; seed < first + count; seed++) {
    const kind = kinds[seed % kinds.length]
    if (kind !== undefined) yield { kind: 'town', misfortune: kind.name, seed }
  }
}

/** One world after another, or several at a time; a mutant is caught once, that is enough. */
export async function runWorlds(
  worlds: Iterable<NamedWorld>,
  wanted: Pick<RunArguments, 'isVerbose' | 'mutant' | 'jobs'>,
  tellLine: (line: string) => void,
): Promise<RunReport> {
  const beganAt = performance.now()
  const isHasty = wanted.mutant !== undefined
  const sum = new Sum()
  let toldAt = beganAt
  for await (const { world, result } of runAll(worlds, { isHasty, jobs: wanted.jobs })) {
    sum.add(world, result)
    for (const line of describe(result, wanted)) tellLine(line)
    if (isHasty && sum.violations > 0) break
    const now = performance.now()
    if (now < toldAt + PROGRESS_EVERY_MS) continue
    toldAt = now
    tellLine(
      `${sum.count} worlds, ${sum.violations} violations, ${rateOf(sum.count, now - beganAt)} a second; ${again(world)}`,
    )
  }
  return sum.report(performance.now() - beganAt)
}

function rateOf(count: number, ms: number): number {
  return Number(((count / ms) * 1000).toFixed(2))
}

/** How to go on if this run ends here. */
function again(world: NamedWorld): string {
  return world.kind === 'plan' ? `at ${world.plan}` : `to go on from here: --from ${world.seed + 1}`
}

/** What all worlds come to. */
class Sum {
  readonly #faults = noFaults()
  readonly #deeds = noDeeds()
  readonly #counts = { seed: 0, plan: 0, town: 0 }
  readonly #total = { events: 0, spoken: 0, shown: 0 }
  readonly #goOn: WentOn[] = []
  readonly #reseats: number[] = []
  readonly #broken: Record<string, number> = {}
  readonly #hash = createHash('sha256')
  #virtualMs = 0
  violations = 0

  get count(): number {
    return this.#counts.seed + this.#counts.plan + this.#counts.town
  }

  add(world: NamedWorld, result: WorldResult): void {
    this.#counts[world.kind] += 1
    this.#total.events += result.events
    this.#total.spoken += result.spoken
    this.#total.shown += result.shown
    this.violations += result.violations.length
    this.#virtualMs += result.virtualMs
    this.#hash.update(result.traceHash)
    for (const { kind } of result.violations) this.#broken[kind] = (this.#broken[kind] ?? 0) + 1
    this.#reseats.push(...result.reseats)
    if (result.goOn !== undefined) this.#goOn.push(result.goOn)
    for (const fault of [...faultKinds, ...peerFaultKinds]) this.#faults[fault] += result.faults[fault]
    for (const deed of deedKinds) this.#deeds[deed] += result.deeds[deed]
  }

  report(tookMs: number): RunReport {
    const { seed: seeds, plan, town: towns } = this.#counts
    return {
      seeds,
      plans: plan,
      towns,
      ...this.#total,
      violations: this.violations,
      broken: this.#broken,
      faults: this.#faults,
      deeds: this.#deeds,
      neverHappened: this.#neverHappened(),
      goOn: goOnTimes(this.#goOn),
      reseated: reportReseats(this.#reseats),
      timesRealTime: Math.round(this.#virtualMs / tookMs),
      worldsPerSecond: rateOf(this.count, tookMs),
      traceHash: this.#hash.digest('hex'),
    }
  }

  /** Towns show what can go wrong with several providers, seeds all the rest. */
  #neverHappened(): readonly string[] {
    const { seed, town } = this.#counts
    const struck = new Set(this.#goOn.map(({ misfortune }) => misfortune))
    const inTowns = struck.size === misfortunes.length ? peerFaultKinds : []
    const faults: readonly FaultKind[] = [...(town > 0 && seed === 0 ? [] : faultKinds), ...inTowns]
    const deeds = town > 0 && seed === 0 ? [] : deedKinds
    return [...faults.filter((kind) => this.#faults[kind] === 0), ...deeds.filter((kind) => this.#deeds[kind] === 0)]
  }
}

/** Whether everything that was to be shown was shown, and no promise broken. */
export function isAllWell({ violations, seeds, towns, neverHappened }: RunReport): boolean {
  return violations === 0 && (seeds + towns < SEEDS_SHOW_ALL || neverHappened.length === 0)
}

function describe(
  result: WorldResult,
  { isVerbose, mutant }: Pick<RunArguments, 'isVerbose' | 'mutant'>,
): readonly string[] {
  const { name, again: typed, spoken, shown, violations, tail } = result
  const summary = `${name}: ${spoken} spoken, ${shown} shown, ${violations.length} violations`
  if (violations.length === 0) return isVerbose ? [summary] : []
  return [
    summary,
    ...(isVerbose ? tail.map((line) => `    ${line}`) : []),
    ...violations.slice(0, VIOLATIONS_TOLD_MAX).map(({ kind, detail }) => `  ${kind}: ${detail}`),
    `  again: npm run simulate -- ${typed}${mutant === undefined ? '' : ` --mutant ${mutant}`} --verbose`,
  ]
}
