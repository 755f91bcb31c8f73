/** A thread of the crew: runs the worlds that it is told, one after another. */
import { parentPort, workerData } from 'node:worker_threads'
import type { NamedWorld } from './named-world.ts'
import { runNamed } from './named-world.ts'
import type { RunOptions } from './run-seed.ts'

// oxlint-disable-next-line typescript/no-unsafe-assignment -- crew.ts starts this thread, and gives nothing else
const options: RunOptions = workerData
parentPort?.on('message', (world: NamedWorld) => {
  void runNamed(world, options).then((result) => parentPort?.postMessage(result))
})
