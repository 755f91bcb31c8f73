import { createHash } from 'node:crypto'
import type { RunArguments } from './arguments.ts'
import { deedKinds, noDeeds } from './deeds.ts'
import type { DeedCounts } from './deeds.ts'
import { faultKinds, noFaults } from './faults.ts'
import type { FaultCounts } from './faults.ts'
import { runSeed } from './run-seed.ts'
import type { SeedResult } from './run-seed.ts'

export type RunReport = {
  readonly seeds: number
  readonly events: number
  readonly violations: number
  readonly spoken: number
  readonly shown: number
  readonly faults: FaultCounts
  /** How often people did what. */
  readonly deeds: DeedCounts
  readonly timesRealTime: number
  /** Of the traces of all seeds in their order. */
  readonly traceHash: string
}

const VIOLATIONS_TOLD_MAX = 10

/** One world after another; a mutant is caught once, that is enough. */
export async function runSeeds(wanted: RunArguments, tellLine: (line: string) => void): Promise<RunReport> {
  const beganAt = performance.now()
  const [faults, deeds] = [noFaults(), noDeeds()]
  const total = { seeds: 0, events: 0, violations: 0, spoken: 0, shown: 0 }
  const hash = createHash('sha256')
  let virtualMs = 0
  const isHasty = wanted.mutant !== undefined
  for (let seed = wanted.from; seed < wanted.from + wanted.count; seed++) {
    const result = await runSeed(seed, { isHasty })
    total.seeds += 1
    total.events += result.events
    total.violations += result.violations.length
    total.spoken += result.spoken
    total.shown += result.shown
    virtualMs += result.virtualMs
    hash.update(result.traceHash)
    for (const kind of faultKinds) faults[kind] += result.faults[kind]
    for (const kind of deedKinds) deeds[kind] += result.deeds[kind]
    for (const line of describe(result, wanted)) tellLine(line)
    if (isHasty && total.violations > 0) break
  }
  const timesRealTime = Math.round(virtualMs / (performance.now() - beganAt))
  return { ...total, faults, deeds, timesRealTime, traceHash: hash.digest('hex') }
}

function describe(result: SeedResult, { isVerbose, mutant }: RunArguments): readonly string[] {
  const { seed, spoken, shown, violations, tail } = result
  const summary = `seed ${seed}: ${spoken} spoken, ${shown} shown, ${violations.length} violations`
  if (violations.length === 0) return isVerbose ? [summary] : []
  const again = mutant === undefined ? '' : ` --mutant ${mutant}`
  return [
    summary,
    ...(isVerbose ? tail.map((line) => `    ${line}`) : []),
    ...violations.slice(0, VIOLATIONS_TOLD_MAX).map(({ kind, detail }) => `  ${kind}: ${detail}`),
    `  again: npm run simulate -- --seeds 1 --from ${seed}${again} --verbose`,
  ]
}
