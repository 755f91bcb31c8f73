/** One test, with its defence or without. */
import { runCommand } from '../process/run-command.ts'
import { houseRoot } from '../house/root.ts'
import type { Defence } from './defences.ts'

const TAKE_OUT = new URL('take-out.ts', import.meta.url).href
const TIMEOUT_MS = 5 * 60 * 1000

/** Whether the test passes. Throws if there is no such test. */
export async function passes({ name, test }: Defence, how: 'with' | 'without'): Promise<boolean> {
  const pattern = test.name.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
  const outcome = await runCommand({
    program: process.execPath,
    args: [...(how === 'with' ? [] : [`--import=${TAKE_OUT}`]), `--test-name-pattern=${pattern}`, test.file],
    cwd: houseRoot,
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, RUSHLIGHT_WITHOUT: name },
    timeoutMs: TIMEOUT_MS,
    output: 'keep',
  })
  const [, ran = '0'] = /^ℹ pass (\d+)$/m.exec(outcome.output) ?? []
  const [, failed = '0'] = /^ℹ fail (\d+)$/m.exec(outcome.output) ?? []
  if (Number(ran) + Number(failed) === 0) throw new Error(`${test.file} ran no test "${test.name}":\n${outcome.output}`)
  return outcome.kind === 'ended' && outcome.exitCode === 0
}
