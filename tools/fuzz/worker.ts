/** The thread that bends and reads; whoever started it looks whether it still moves. */
import { parentPort, workerData } from 'node:worker_threads'
import { LastInput } from './last-input.ts'
import { runFuzz } from './run-fuzz.ts'
import { makeTargets } from './targets.ts'

export type Task = { readonly executions: number; readonly seed: number; readonly target?: string }

const task: unknown = workerData
if (!isTask(task)) throw new Error('a task for the fuzzer')
const last = new LastInput(task.memory)
const targets = (await makeTargets()).filter(({ name }) => task.target === undefined || name === task.target)
const { executions, seed } = task
const report = await runFuzz({ executions, seed, targets, watch: (target, bytes) => last.set(target, bytes) })
parentPort?.postMessage({ ...report, targets: targets.length })

function isTask(value: unknown): value is Task & { readonly memory: SharedArrayBuffer } {
  return typeof value === 'object' && value !== null && 'memory' in value && value.memory instanceof SharedArrayBuffer
}
