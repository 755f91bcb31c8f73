/** Formats every file in place: `npm run format`. */
import { houseRoot } from './house/root.ts'
import { runCommand } from './process/run-command.ts'

const outcome = await runCommand({
  program: process.execPath,
  args: ['node_modules/oxfmt/bin/oxfmt', '.'],
  cwd: houseRoot,
  timeoutMs: 60_000,
  output: 'show',
})
process.exitCode = outcome.kind === 'ended' ? outcome.exitCode : 1
