/**
 * Everything about the house that a machine can judge without running it, the same here and in CI:
 *
 *   npm run verify [-- CHECK ...]
 */
import { availableParallelism } from 'node:os'
import { houseRoot } from './house/root.ts'
import { boundaries } from './verify/boundaries.ts'
import type { Check, CheckOutcome } from './verify/check.ts'
import { law } from './verify/law.ts'
import { lockFile } from './verify/lock-file.ts'
import { manifests } from './verify/manifests.ts'
import { notices } from './verify/notices.ts'
import { picture } from './verify/picture.ts'
import { deadCode, format, lint, types } from './verify/program-checks.ts'
import { sizes } from './verify/sizes.ts'
import { words } from './verify/words.ts'

const checks: readonly Check[] = [
  types,
  lint,
  format,
  manifests,
  lockFile,
  boundaries,
  picture,
  notices,
  deadCode,
  words,
  sizes,
  law,
]

process.exitCode = await verify(process.argv.slice(2))

async function verify(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !checks.some((check) => check.name === name))
  if (unknown !== undefined) {
    console.error(`There is no check ${unknown}; there are ${checks.map((check) => check.name).join(', ')}.`)
    return 2
  }
  const asked = names.length === 0 ? checks : checks.filter((check) => names.includes(check.name))
  const passed = await runAll(asked)
  const failed = passed.filter((one) => !one).length
  console.log(failed === 0 ? '\nThe house is in order.' : `\n${failed} of ${asked.length} checks failed.`)
  return failed === 0 ? 0 : 1
}

/** As many at a time as there are processors; each is told when it ends. */
async function runAll(asked: readonly Check[]): Promise<readonly boolean[]> {
  const waiting = [...asked]
  const passed: boolean[] = []
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) passed.push(await runOne(check))
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return passed
}

async function runOne(check: Check): Promise<boolean> {
  const startedAt = performance.now()
  const outcome = await check.run(houseRoot)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(`${outcome.kind === 'passed' ? '✔' : '✖'} ${check.name.padEnd(12)}${seconds.padStart(6)} s`)
  for (const line of linesOf(outcome)) console.log(`    ${line}`)
  return outcome.kind === 'passed'
}

function linesOf(outcome: CheckOutcome): readonly string[] {
  const text = outcome.kind === 'passed' ? (outcome.note ?? '') : outcome.findings.join('\n')
  return text === '' ? [] : text.split('\n')
}
