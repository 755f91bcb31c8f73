import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { runNamed } from './named-world.ts'
import type { NamedWorld } from './named-world.ts'
import type { RunOptions } from './run-seed.ts'
import type { WorldResult } from './world-result.ts'

export type Ran = { readonly world: NamedWorld; readonly result: WorldResult }
export type CrewOptions = RunOptions & {
  /** How many worlds run at the same time, each in a thread of its own. */
  readonly jobs: number
}

/** Garbage of a world is short-lived: with more room for it less is copied. */
const YOUNG_MIB = 128
/** How far others may be ahead of the slowest. */
const AHEAD_MAX = 8

/** Runs worlds, and tells of them in their order whatever order they end in. */
export async function* runAll(worlds: Iterable<NamedWorld>, options: CrewOptions): AsyncGenerator<Ran> {
  if (options.jobs > 1) {
    yield* runByCrew(worlds, options)
    return
  }
  for (const world of worlds) yield { world, result: await runNamed(world, options) }
}

async function* runByCrew(worlds: Iterable<NamedWorld>, { jobs, isHasty }: CrewOptions): AsyncGenerator<Ran> {
  const url = new URL('crew-member.ts', import.meta.url)
  const crew = Array.from({ length: jobs }, () => {
    return new Worker(url, { workerData: { isHasty }, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } })
  })
  const free: Promise<Worker>[] = crew.map((worker) => Promise.resolve(worker))
  const underWay: Promise<Ran>[] = []
  try {
    for (const world of worlds) {
      const next = Promise.race(free.map(async (one, index) => ({ worker: await one, index })))
      const { worker, index } = await next
      const ran = ask(worker, world)
      free[index] = ran.then(() => worker)
      underWay.push(ran)
      if (underWay.length >= jobs * AHEAD_MAX) yield await takeFirst(underWay)
    }
    while (underWay.length > 0) yield await takeFirst(underWay)
  } finally {
    await Promise.all(crew.map((worker) => worker.terminate()))
  }
}

function takeFirst(underWay: Promise<Ran>[]): Promise<Ran> {
  const first = underWay.shift()
  if (first === undefined) throw new Error('nothing is under way')
  return first
}

/** Rejects if the thread dies over it. */
async function ask(worker: Worker, world: NamedWorld): Promise<Ran> {
  worker.postMessage(world)
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- crew-member.ts answers with nothing else
  const [result]: WorldResult[] = await once(worker, 'message')
  if (result === undefined) throw new Error('a thread answers nothing')
  return { world, result }
}
