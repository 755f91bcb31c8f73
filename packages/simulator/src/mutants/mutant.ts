/**
 * A fault that somebody could write, as an exact change of a shipped source file. It exists only in the memory of the
 * process that asked for it, so the files that ship know nothing of it.
 */
export type Mutant = {
  readonly name: string
  /** In words: what the changed program does. */
  readonly breaks: string
  readonly edits: readonly Edit[]
  /** The plan whose world shows it, and as what. */
  readonly caught: { readonly at: string; readonly as: string }
}

export type Edit = {
  /** From the root of the repository. */
  readonly file: string
  /** Must occur exactly once. */
  readonly original: string
  readonly changed: string
}
