/**
 * One rule of the group engine, the attack that it stops, and the exact text that makes it. The attack answers with what
 * came of it: `held` while the rule is there, `broken` once the text is changed in memory.
 */
export type PolicyRule = {
  /** The exported function of `file` that attacks. */
  readonly attack: string
  readonly file: string
  /** The rule in words, with its clause. */
  readonly says: string
  readonly held: string
  readonly broken: string
  readonly without: readonly Edit[]
}

export type Edit = {
  /** From the folder `packages`. */
  readonly file: string
  /** Must occur exactly once. */
  readonly original: string
  readonly changed: string
}
