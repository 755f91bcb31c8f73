/**
 * Proves that what has vanished cannot be found: real processes, canaries, and a search through all bytes that are left.
 *
 *   npm run forensics -- [--json] [--slice]
 *
 * It ends with 0 only if the control saw every canary alive and nothing was found after its time (`spec/timers.md` §4).
 */
import { parseArgs } from 'node:util'
import { examine } from './forensics/forensics.ts'
import type { Examined } from './forensics/forensics.ts'

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, slice: { type: 'boolean', default: false } },
})
const startedAt = performance.now()
const examined = await examine(values.slice ? 'slice' : 'all', (step) => {
  if (!values.json) console.log(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${step}`)
})
for (const line of [...examined.details, ...examined.leftOut.map((one) => `left out: ${one}`)]) console.error(line)
console.log(values.json ? JSON.stringify(figuresOf(examined)) : describe(examined))
process.exitCode = examined.hits > 0 || examined.isVoid ? 1 : 0

function figuresOf({ planted, controlFound, hits, byCase }: Examined): Record<string, unknown> {
  return { planted, controlFound, hits, byCase }
}

function describe(examined: Examined): string {
  const cases = Object.entries(examined.byCase).map(([name, hits]) => `  ${name.padEnd(38)}${hits}`)
  const { planted, controlFound, hits } = examined
  return [`planted ${planted}, seen alive ${controlFound}, found afterwards ${hits}`, ...cases].join('\n')
}
