import { parseArgs } from 'node:util'
import { faultKinds, noFaults } from './faults.ts'
import type { FaultCounts } from './faults.ts'
import { runSeed } from './run-seed.ts'

/** `npm run simulate`: many worlds, one after another. Ends non-zero if any promise was broken in any of them. */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    from: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

const beganAt = performance.now()
const faults: FaultCounts = noFaults()
const total = { events: 0, violations: 0, spoken: 0, shown: 0, virtualMs: 0 }
let traceHash = ''
const first = Number(values.from)
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const result = await runSeed(seed)
  total.events += result.events
  total.violations += result.violations.length
  total.spoken += result.spoken
  total.shown += result.shown
  total.virtualMs += result.virtualMs
  traceHash = result.traceHash
  for (const kind of faultKinds) faults[kind] += result.faults[kind]
  if (result.violations.length > 0 || values.verbose) {
    console.error(
      `seed ${seed}: ${result.spoken} spoken, ${result.shown} shown, ${result.violations.length} violations`,
    )
    for (const { kind, detail } of result.violations.slice(0, 10)) console.error(`  ${kind}: ${detail}`)
  }
}
const timesRealTime = Math.round(total.virtualMs / (performance.now() - beganAt))
const report = { seeds: Number(values.seeds), ...total, faults, timesRealTime, traceHash }
console.log(values.json ? JSON.stringify(report) : report)
process.exitCode = total.violations > 0 ? 1 : 0
