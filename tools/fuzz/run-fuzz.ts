import { getHeapStatistics } from 'node:v8'
import type { ByteTarget } from '@rushlight/core/testing'
import { bendBytes } from './bend-bytes.ts'
import { bendValue, PartsBox } from './bend-value.ts'
import { Corpus } from './corpus.ts'
import { Dice } from './dice.ts'

/** What one execution may take; more is a finding, and so is anything thrown. */
const MS_MAX = 50
const BYTES_MAX = 64 * 1024 * 1024
/** So often a slow execution is tried again: the machine may have done something else. */
const SLOW_TRIES = 3
/** One in so many executions goes to a reader that does cryptography. */
const SLOW_ONE_IN = 200
const BENDS_MAX = 4

type Finding = { readonly target: string; readonly what: string; readonly bytes: Uint8Array }

/** Milliseconds, or bytes. */
type Cost = { readonly target: string; readonly cost: number }

export type FuzzReport = {
  readonly executions: number
  /** Bent bytes that were read as something. */
  readonly accepted: number
  /** Inputs whose result had a shape that none before had: what the mutator goes on from. */
  readonly kept: number
  /** The reader that took the longest for one input, and the one that left the most behind it before it was collected. */
  readonly slowest: Cost
  readonly largest: Cost
  readonly findings: readonly Finding[]
}

export type FuzzRun = {
  readonly executions: number
  readonly seed: number
  readonly targets: readonly ByteTarget[]
  /** Told before each execution, so that who watches from outside knows what hangs. */
  readonly watch?: (target: string, bytes: Uint8Array) => void
}

/** Bends what each target reads, goes on from what led somewhere new, and tells what must not happen. */
export async function runFuzz({ executions, seed, targets, watch }: FuzzRun): Promise<FuzzReport> {
  const dice = new Dice(seed)
  const [quick, slow] = [
    targets.filter(({ isSlow }) => isSlow !== true),
    targets.filter(({ isSlow }) => isSlow === true),
  ]
  const corpora = new Map(targets.map((target) => [target, new Corpus(target)]))
  const parts = new PartsBox()
  const findings = new Map<string, Finding>()
  let accepted = 0
  const worst = new Worst()
  let done = 0
  for (; done < executions; done++) {
    const isSlowTurn = slow.length > 0 && (quick.length === 0 || dice.isOneIn(SLOW_ONE_IN))
    const target = dice.pick(isSlowTurn ? slow : quick)
    const corpus = target && corpora.get(target)
    if (target === undefined || corpus === undefined) break
    const bytes = bend(dice, { target, corpus, parts })
    watch?.(target.name, bytes)
    const { value, what, ms, keptBytes } = await execute(target, bytes)
    worst.note(target.name, { ms, keptBytes })
    if (what !== undefined) findings.set(`${target.name} ${what}`, { target: target.name, what, bytes })
    if (value === undefined) continue
    accepted++
    corpus.add(dice, bytes, value)
  }
  const kept = [...corpora.values()].reduce((sum, corpus) => sum + corpus.kept, 0)
  return { executions: done, accepted, kept, ...worst.costs, findings: [...findings.values()] }
}

type Bending = { readonly target: ByteTarget; readonly corpus: Corpus; readonly parts: PartsBox }

function bend(dice: Dice, { target, corpus, parts }: Bending): Uint8Array {
  let bytes = corpus.draw(dice)
  const bends = 1 + dice.throw(BENDS_MAX)
  for (let i = 0; i < bends; i++) {
    const inside =
      target.parts !== undefined && dice.isOneIn(2) ? bendInside(dice, bytes, { parts, target }) : undefined
    bytes = inside ?? bendBytes(dice, bytes, corpus.draw(dice))
  }
  return bytes
}

function bendInside(
  dice: Dice,
  bytes: Uint8Array,
  { target, parts }: Pick<Bending, 'target' | 'parts'>,
): Uint8Array | undefined {
  const value = target.parts?.split(bytes)
  if (value === undefined) return undefined
  if (dice.isOneIn(16)) parts.fill(dice, value)
  try {
    return target.parts?.join(bendValue(dice, value, parts))
  } catch {
    // A value that cannot be written is none that somebody could send.
    return undefined
  }
}

class Worst {
  costs: { readonly slowest: Cost; readonly largest: Cost } = { slowest: NO_COST, largest: NO_COST }

  note(target: string, { ms, keptBytes }: Pick<Executed, 'ms' | 'keptBytes'>): void {
    const { slowest, largest } = this.costs
    if (ms > slowest.cost) this.costs = { ...this.costs, slowest: { target, cost: ms } }
    if (keptBytes > largest.cost) this.costs = { ...this.costs, largest: { target, cost: keptBytes } }
  }
}

export const NO_COST: Cost = { target: '', cost: 0 }

type Executed = {
  readonly value: unknown
  readonly what: string | undefined
  readonly ms: number
  readonly keptBytes: number
}

async function execute(target: ByteTarget, bytes: Uint8Array): Promise<Executed> {
  const before = memoryNow()
  const startedAt = performance.now()
  try {
    const read = target.read(bytes)
    const value = read instanceof Promise ? ((await read) as unknown) : read
    const first = performance.now() - startedAt
    const keptBytes = memoryNow() - before
    const ms = first > MS_MAX ? Math.min(first, await leastMs(target, bytes)) : first
    const tooMuch = keptBytes > BYTES_MAX ? 'takes too much memory' : undefined
    return { value, what: ms > MS_MAX ? 'takes too long' : tooMuch, ms, keptBytes }
  } catch (error) {
    const what = error instanceof Error ? `${error.name}: ${error.message}` : 'throws'
    return { value: undefined, what, ms: 0, keptBytes: 0 }
  }
}

/** Of a few more tries, ended by the first that is quick enough. */
async function leastMs(target: ByteTarget, bytes: Uint8Array): Promise<number> {
  let least = Infinity
  for (let i = 0; i < SLOW_TRIES && least > MS_MAX; i++) {
    const startedAt = performance.now()
    await target.read(bytes)
    least = Math.min(least, performance.now() - startedAt)
  }
  return least
}

function memoryNow(): number {
  const { used_heap_size: heap, external_memory: outside } = getHeapStatistics()
  return heap + outside
}
