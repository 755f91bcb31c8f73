/** The checks that other programs make for us: they pass when the program ends with 0, else its output is the finding. */
import { join } from 'node:path'
import { houseRoot } from '../house/root.ts'
import { runCommand } from '../process/run-command.ts'
import { outcomeOf, type Check } from './check.ts'

const PROGRAM_TIMEOUT_MS = 6 * 60 * 1000

export const format: Check = programCheck('format', 'oxfmt/bin/oxfmt', ['--check', '.'])
export const lint: Check = programCheck('lint', 'oxlint/bin/oxlint', ['.'])
export const types: Check = programCheck('types', '@typescript/native/bin/tsc', ['-b'])
export const deadCode: Check = programCheck('dead-code', 'knip/bin/knip.js', ['--no-progress'])

function programCheck(name: string, script: string, args: readonly string[]): Check {
  return {
    name,
    run: async (root) => {
      const outcome = await runCommand({
        program: process.execPath,
        args: [join(houseRoot, 'node_modules', script), ...args],
        cwd: root,
        timeoutMs: PROGRAM_TIMEOUT_MS,
        output: 'keep',
      })
      if (outcome.kind === 'timedOut') return outcomeOf([`no end after ${PROGRAM_TIMEOUT_MS / 1000} s`])
      if (outcome.kind === 'ended' && outcome.exitCode === 0) return outcomeOf([])
      return outcomeOf([outcome.output.trim()])
    },
  }
}
