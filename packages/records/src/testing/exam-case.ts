/** What an exam is made of, and the few things that every question needs. No test runner: it also runs in a page. */
import type { Batch, CommitOutcome, RecordStore, StoredRecord } from '../record-store.ts'
import { EVERY_KEY } from '../keys.ts'
import type { RecordsErrorCode } from '../records-error.ts'
import { RecordsError } from '../records-error.ts'

export type ExamCase = { readonly name: string; readonly run: () => Promise<void> }

/** Opens the store of one place: the same place again holds what was committed there, another place is empty. */
export type OpenPlace = (place: string) => Promise<RecordStore>

/** A question gets a fresh store, which is closed after it, and may close and open it itself. */
export type Question = (context: QuestionContext) => Promise<void>

type QuestionContext = {
  readonly store: RecordStore
  /** Closes the store and opens it again. */
  readonly reopen: () => Promise<RecordStore>
}

export const TABLE = 'exam'

export function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values)
}

export function put(key: Uint8Array, value: Uint8Array): Batch {
  return { put: [{ table: TABLE, key, value }] }
}

/** One outcome for one batch. */
export async function commitOne(store: RecordStore, batch: Batch): Promise<CommitOutcome> {
  const [outcome] = await store.commit([batch])
  if (outcome === undefined) throw new Error('commit answered no outcome for a batch')
  return outcome
}

export async function valueOf(store: RecordStore, key: Uint8Array): Promise<Uint8Array | undefined> {
  const [value] = await store.get(TABLE, [key])
  return value
}

export async function everything(store: RecordStore): Promise<readonly StoredRecord[]> {
  return store.range({ table: TABLE, ...EVERY_KEY, limit: 10_000 })
}

export function ensureSame(actual: unknown, expected: unknown, what: string): void {
  if (describe(actual) !== describe(expected)) {
    throw new Error(`${what}: expected ${describe(expected)}, got ${describe(actual)}`)
  }
}

export async function ensureRejects(work: () => Promise<unknown>, code: RecordsErrorCode, what: string): Promise<void> {
  let answer: string
  try {
    await work()
    answer = 'no rejection'
  } catch (error) {
    answer = error instanceof RecordsError ? error.code : `another error: ${String(error)}`
  }
  ensureSame(answer, code, what)
}

/** Bytes that differ for every `seed`, without a source of randomness. */
export function patternBytes(seed: number, length: number): Uint8Array {
  const pattern = new Uint8Array(length)
  let state = (seed * 2_654_435_761 + 1) >>> 0
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    pattern[index] = state >>> 24
  }
  return pattern
}

/** Text that is equal for equal bytes, arrays and records; long bytes are shortened to a sum. */
function describe(value: unknown): string {
  if (value instanceof Uint8Array)
    return value.length > 64 ? `bytes(${value.length}, ${sumOf(value)})` : `<${value.join(' ')}>`
  if (Array.isArray(value)) return `[${value.map(describe).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, part]) => `${name}: ${describe(part)}`)
      .join(', ')}}`
  }
  return String(value)
}

function sumOf(value: Uint8Array): number {
  let sum = 0
  for (const byte of value) sum = (Math.imul(sum, 31) + byte) >>> 0
  return sum
}
