/**
 * `npm run simulate`: many worlds, one after another (`spec/simulator.md`). Ends with 0 if every promise was kept in all of
 * them, with 1 if one was broken, with 2 if it was not understood.
 */
import { parseArguments, USAGE } from './arguments.ts'
import type { RunArguments } from './arguments.ts'
import { installMutant } from './mutants/install-mutant.ts'
import { findMutant, mutants } from './mutants/mutants.ts'

const PROMISE_BROKEN = 1
const NOT_UNDERSTOOD = 2

const wanted = parseArguments(process.argv.slice(2))
switch (wanted.kind) {
  case 'help':
    console.log(USAGE)
    break
  case 'list':
    for (const { name, breaks } of mutants) console.log(`${name}\t${breaks}`)
    break
  case 'wrong':
    complain(wanted.why)
    break
  case 'run':
    await run(wanted)
}

async function run(asked: RunArguments): Promise<void> {
  const mutant = asked.mutant === undefined ? undefined : findMutant(asked.mutant)
  if (asked.mutant !== undefined && mutant === undefined) return complain(`no mutant is called ${asked.mutant}`)
  if (mutant !== undefined) installMutant(mutant)
  // Only now: a mutant changes what is loaded from here on.
  const { runSeeds } = await import('./run-seeds.ts')
  const report = await runSeeds(asked, (line) => console.error(line))
  console.log(asked.isJson ? JSON.stringify(report) : report)
  process.exitCode = report.violations > 0 ? PROMISE_BROKEN : 0
}

function complain(why: string): void {
  console.error(`${why}\n${USAGE}`)
  process.exitCode = NOT_UNDERSTOOD
}
