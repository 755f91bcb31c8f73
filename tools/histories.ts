/**
 * Thousands of random lives of MLS groups (adding, removing, updating, races, restarts, losses, forks, broken paths), of
 * which the tests look at a few:
 *
 *   npm run histories -- [--runs 3000]
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { houseRoot } from './house/root.ts'

const { values } = parseArgs({ options: { runs: { type: 'string', default: '3000' } } })
const test = 'packages/core/test/group-crypto/mls/histories.test.ts'
const { status } = spawnSync(process.execPath, ['--test', '--test-reporter=spec', test], {
  cwd: houseRoot,
  env: { ...process.env, HISTORIES: values.runs },
  stdio: 'inherit',
})
process.exitCode = status ?? 1
