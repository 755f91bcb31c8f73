/**
 * A fault that somebody could write, as an exact change of a shipped source file. It exists only in the memory of the
 * process that asked for it, so the files that ship know nothing of it.
 */
export type Mutant = {
  readonly name: string
  /** In words: what the changed program does. */
  readonly breaks: string
  readonly edits: readonly Edit[]
  /** A seed whose world shows it, and as what. Absent: none is known yet, and it takes a longer search. */
  readonly caught?: { readonly at: number; readonly as: string }
}

export type Edit = {
  /** From the root of the repository. */
  readonly file: string
  /** Must occur exactly once. */
  readonly original: string
  readonly changed: string
}
