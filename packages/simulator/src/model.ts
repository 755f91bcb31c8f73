/**
 * `npm run model`: searches all that can happen in small worlds for a broken property of survival (`spec/survival.md` §10). Ends
 * with 0 if none is broken, with 1 if one is, with 2 if it was not understood.
 */
import { parseArgs } from 'node:util'
import { modelMutants } from './model/model-mutants.ts'
import { installMutant } from './mutants/install-mutant.ts'

const USAGE = 'npm run model -- [--world NAME] [--states N] [--mutant NAME] [--json] | --list-worlds | --list-mutants'
const STATES_DEFAULT = '1000000'

const { values } = parseArgs({
  options: {
    world: { type: 'string' },
    states: { type: 'string', default: STATES_DEFAULT },
    mutant: { type: 'string' },
    json: { type: 'boolean', default: false },
    'list-worlds': { type: 'boolean', default: false },
    'list-mutants': { type: 'boolean', default: false },
  },
})

const mutant = modelMutants.find(({ name }) => name === values.mutant)
const statesMax = Number(values.states)
if (values['list-mutants']) for (const { name, breaks } of modelMutants) console.log(`${name}\t${breaks}`)
else if ((values.mutant !== undefined && mutant === undefined) || !(statesMax > 0)) complain()
else await run()

async function run(): Promise<void> {
  if (mutant !== undefined) installMutant(mutant)
  // Only now: a mutant changes what is loaded from here on.
  const { searchWorlds, worldNames } = await import('./model/search-worlds.ts')
  if (values['list-worlds']) {
    console.log(worldNames.join('\n'))
    return
  }
  const asked = values.world ?? mutant?.caught.at
  if (asked !== undefined && !worldNames.includes(asked)) return complain()
  const worlds = searchWorlds(asked, statesMax)
  if (values.json) console.log(JSON.stringify({ mutant: mutant?.name, worlds }))
  else for (const searched of worlds) console.log(searched)
  process.exitCode = worlds.some(({ broken }) => broken !== undefined) ? 1 : 0
}

function complain(): void {
  console.error(USAGE)
  process.exitCode = 2
}
