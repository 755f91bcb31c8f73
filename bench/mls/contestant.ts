import type { SuiteId } from '@rushlight/core/testing'

/** What a bench asks of a library; each one behind it does the same with the same room. */

export const OPERATIONS = ['create', 'join', 'update', 'process', 'send', 'receive'] as const
export type Operation = (typeof OPERATIONS)[number]

export const LIBRARIES = ['rushlight', 'ts-mls', 'core-crypto', 'libsignal'] as const
export type Library = (typeof LIBRARIES)[number]

export type Contestant = {
  readonly library: Library
  readonly suite: string
  readonly operations: readonly Operation[]
  /** False where a step can be taken from the same state again. */
  readonly changesInPlace: boolean
  prepare(operation: Operation, size: Size): Promise<Task>
  /** Makes the state of one more member of a room, to be weighed; absent where it does not live in this heap. */
  readonly memberOf?: (members: number) => Promise<() => Promise<unknown>>
}

/** Of the room, and how often at most the operation will be done in it. */
export type Size = { readonly members: number; readonly most: number }

export type Task = {
  /** What one operation makes or takes. */
  readonly bytes: number
  run(count: number): Promise<void>
}

/** A library that is not installed; the message says how it would be. */
export class Absent extends Error {
  constructor(library: Library) {
    super(`${library} is not installed: it is only measured against. Type: npm ci --prefix bench/rivals`)
  }
}

/** A short line of text. */
export const PLAINTEXT_BYTES = 100

export function suiteName(suite: SuiteId): string {
  return `0x${suite.toString(16).toUpperCase().padStart(4, '0')}`
}
