import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Contestant, Operation, Task } from './contestant.ts'

export type Result = {
  readonly library: string
  readonly platform: 'node' | 'chromium'
  readonly suite: string
  readonly operation: Operation
  readonly members: number
  /** Of the whole process, all threads, per operation. */
  readonly cpuMs: number
  readonly bytes: number
  /** In a browser, which is also judged by the clock; on a busy machine others' time is in it. */
  readonly elapsedMs?: number
}

export type Weight = { readonly library: string; readonly members: number; readonly roomBytes: number }

export type Place = { readonly operation: Operation; readonly members: number }

/** The median of some rounds, after one that lets the engine compile what is measured. */
export async function measure(contestant: Contestant, place: Place): Promise<Result> {
  const { rounds, count } = effortFor(contestant, place)
  const task = await contestant.prepare(place.operation, { members: place.members, most: (rounds + 1) * count })
  const times: number[] = []
  for (let i = 0; i <= rounds; i++) times.push(await cpuOf(task, count))
  const median = times.slice(1).toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  return resultOf(contestant, place, { cpuMs: median, bytes: task.bytes })
}

/** Exactly `count` operations after the set-up, with no round before them. */
export async function measureOnly(contestant: Contestant, place: Place, count: number): Promise<Result> {
  const task = await contestant.prepare(place.operation, { members: place.members, most: count })
  return resultOf(contestant, place, { cpuMs: await cpuOf(task, count), bytes: task.bytes })
}

/** What one more room of that size takes in memory: several are made, and the heap is looked at before and after. */
export async function weigh(contestant: Contestant, members: number): Promise<Weight | undefined> {
  const make = await contestant.memberOf?.(members)
  if (make === undefined) return undefined
  const held: unknown[] = [await make()]
  const before = await heapBytes()
  while (held.length <= WEIGHED) held.push(await make())
  const roomBytes = Math.round(((await heapBytes()) - before) / WEIGHED)
  return held.includes(undefined) ? undefined : { library: contestant.library, members, roomBytes }
}

const WEIGHED = 4

function effortFor(
  { changesInPlace }: Contestant,
  { operation, members }: Place,
): { readonly rounds: number; readonly count: number } {
  // Each of them wants a newcomer of its own, who is in the room that the others join.
  if (operation === 'join' && changesInPlace) return { rounds: 3, count: 1 }
  if (operation === 'send' || operation === 'receive') return { rounds: 5, count: 100 }
  // What a device does all the time is measured warm, in large rooms as in small ones.
  if (operation === 'update' || operation === 'process') return { rounds: 5, count: changesInPlace ? 3 : 20 }
  if (members <= 10) return { rounds: 5, count: 20 }
  return members <= 100 ? { rounds: 5, count: 3 } : { rounds: 3, count: 1 }
}

async function cpuOf(task: Task, count: number): Promise<number> {
  const start = process.cpuUsage()
  await task.run(count)
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000 / count
}

function resultOf(
  { library, suite }: Contestant,
  { operation, members }: Place,
  measured: { readonly cpuMs: number; readonly bytes: number },
): Result {
  return { library, platform: 'node', suite, operation, members, ...measured }
}

/** Of what is still reachable: what was let go is only gone after a few turns. */
async function heapBytes(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('the engine lets nobody collect')
  for (let i = 0; i < 5; i++) {
    await setImmediate()
    Reflect.apply(collect, undefined, [])
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
