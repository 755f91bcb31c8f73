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

export type FuzzReport = {
  readonly executions: number
  /** Bent bytes that were read as something. */
  readonly accepted: number
  /** Inputs whose result had a shape that none before had: what the mutator goes on from. */
  readonly kept: number
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
  for (let done = 0; done < executions; done++) {
    const target = dice.pick(slow.length > 0 && dice.isOneIn(SLOW_ONE_IN) ? slow : quick)
    const corpus = target && corpora.get(target)
    if (target === undefined || corpus === undefined) break
    const bytes = bend(dice, { target, corpus, parts })
    watch?.(target.name, bytes)
    const { value, what } = await execute(target, bytes)
    if (what !== undefined) findings.set(`${target.name} ${what}`, { target: target.name, what, bytes })
    if (value === undefined) continue
    accepted++
    corpus.add(dice, bytes, value)
  }
  const kept = [...corpora.values()].reduce((sum, corpus) => sum + corpus.kept, 0)
  return { executions, accepted, kept, findings: [...findings.values()] }
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

type Executed = { readonly value: unknown; readonly what: string | undefined }

async function execute(target: ByteTarget, bytes: Uint8Array): Promise<Executed> {
  const before = memoryNow()
  const startedAt = performance.now()
  try {
    const read = target.read(bytes)
    const value = read instanceof Promise ? ((await read) as unknown) : read
    if (performance.now() - startedAt > MS_MAX && (await isSlowAgain(target, bytes)))
      return { value, what: 'takes too long' }
    return { value, what: memoryNow() - before > BYTES_MAX ? 'takes too much memory' : undefined }
  } catch (error) {
    return { value: undefined, what: error instanceof Error ? `${error.name}: ${error.message}` : 'throws' }
  }
}

async function isSlowAgain(target: ByteTarget, bytes: Uint8Array): Promise<boolean> {
  for (let i = 0; i < SLOW_TRIES; i++) {
    const startedAt = performance.now()
    await target.read(bytes)
    if (performance.now() - startedAt <= MS_MAX) return false
  }
  return true
}

function memoryNow(): number {
  const { used_heap_size: heap, external_memory: outside } = getHeapStatistics()
  return heap + outside
}
