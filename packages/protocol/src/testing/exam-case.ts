import { concat } from '../bytes/bytes.ts'

/** One question of an exam: `run` resolves if the answer is right, and rejects with what was expected otherwise. */
export type ExamCase = { readonly name: string; readonly run: () => Promise<void> }

export function hex(text: string): Uint8Array {
  return Uint8Array.fromHex(text)
}

export function changed(bytes: Uint8Array, at: number): Uint8Array {
  return concat(bytes.subarray(0, at), Uint8Array.of((bytes[at] ?? 0) ^ 1), bytes.subarray(at + 1))
}

export function ensureHex(actual: Uint8Array | undefined, expected: string): void {
  ensure(actual !== undefined && actual.toHex() === expected, `expected ${expected}`)
}

export function ensure(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Error(what)
}
