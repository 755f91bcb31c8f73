/**
 * Feeds every decoder that takes bytes from outside with bytes that somebody bent. None may throw, hang, take 50 ms or
 * 64 MiB for one input.
 *
 *   npm run fuzz -- [--executions 10000000] [--seed 1] [--target NAME] [--json]
 *
 * The same seed bends the same bytes. Ends with 1 if something was found; the bytes are then in `.build/fuzz`.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { watchedFuzz } from './fuzz/watched-fuzz.ts'
import { houseRoot } from './house/root.ts'

const { values } = parseArgs({
  options: {
    executions: { type: 'string', default: '10000000' },
    seed: { type: 'string', default: '1' },
    target: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const { executions, seed, target } = values
const startedAt = performance.now()
const { findings, ...report } = await watchedFuzz({
  executions: Number(executions),
  seed: Number(seed),
  ...(target === undefined ? {} : { target }),
})
const seconds = Math.round((performance.now() - startedAt) / 1000)
const folder = join(houseRoot, '.build/fuzz')
const found = findings.map(({ target, what, bytes }, i) => {
  const file = join(folder, `finding-${i}.bin`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, bytes)
  return { target, what, file }
})
if (values.json) console.log(JSON.stringify({ ...report, seconds, findings: found }))
else {
  console.log(`${report.executions} inputs for ${report.targets} decoders in ${seconds} s, seed ${seed}`)
  console.log(`${report.accepted} were read as something, ${report.kept} of them as something new`)
  const { slowest, largest } = report
  console.log(`the slowest took ${slowest.cost.toFixed(1)} ms (${slowest.target})`)
  console.log(`the largest left ${(largest.cost / 2 ** 20).toFixed(1)} MiB behind (${largest.target})`)
  for (const { target, what, file } of found) console.log(`${target}: ${what} (${file})`)
}
process.exitCode = found.length > 0 ? 1 : 0
