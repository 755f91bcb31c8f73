/**
 * npm run defences -- [NAME ...]: takes each defence out and looks whether its test notices; with it, the test has to pass.
 */
import { defences } from './attacks/defences.ts'
import { passes } from './attacks/try-defence.ts'

process.exitCode = await tryAll(process.argv.slice(2))

async function tryAll(names: readonly string[]): Promise<number> {
  const chosen = names.length === 0 ? defences : defences.filter(({ name }) => names.includes(name))
  if (chosen.length === 0) {
    console.error('No defence has such a name.')
    return 2
  }
  let worst = 0
  for (const defence of chosen) {
    const [held, broken] = [await passes(defence, 'with'), await passes(defence, 'without')]
    const isProven = held && !broken
    if (!isProven) worst = 1
    const told = isProven ? 'proven' : held ? 'NOT NOTICED' : 'FAILS AS IT IS'
    console.log(`${defence.row.padEnd(4)} ${told.padEnd(12)} ${defence.name}: ${defence.attack}`)
  }
  return worst
}
