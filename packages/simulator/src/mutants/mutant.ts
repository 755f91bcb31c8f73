import type { NamedWorld } from '../named-world.ts'

/**
 * A fault that somebody could write, as an exact change of a shipped source file. It exists only in the memory of the
 * process that asked for it, so the files that ship know nothing of it.
 */
export type Mutant<At = NamedWorld> = {
  readonly name: string
  /** In words: what the changed program does. */
  readonly breaks: string
  readonly edits: readonly Edit[]
  /** The world that shows it, and as what. */
  readonly caught: { readonly at: At; readonly as: string }
}

export type Edit = {
  /** From the root of the repository. */
  readonly file: string
  /** Must occur exactly once. */
  readonly original: string
  readonly changed: string
}
