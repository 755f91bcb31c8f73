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
  case 'listMutants':
    for (const { name, breaks } of mutants) console.log(`${name}\t${breaks}`)
    break
  case 'listPlans':
    for (const { name, happens } of (await import('./plans/plans.ts')).plans) console.log(`${name}\t${happens}`)
    break
  case 'listTowns':
    for (const { name, happens } of (await import('./survival/misfortunes.ts')).misfortunes)
      console.log(`${name}\t${happens}`)
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
  const { isAllWell, planWorlds, runWorlds } = await import('./run-worlds.ts')
  const worlds = planWorlds(asked, mutant)
  if (worlds === undefined) return complain(`no world is called ${asked.plan ?? asked.town}`)
  const report = await runWorlds(worlds, asked, (line) => console.error(line))
  console.log(asked.isJson ? JSON.stringify(report) : report)
  process.exitCode = isAllWell(report) ? 0 : PROMISE_BROKEN
}

function complain(why: string): void {
  console.error(`${why}\n${USAGE}`)
  process.exitCode = NOT_UNDERSTOOD
}
