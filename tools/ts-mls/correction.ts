/** One fault of the library and the edits that put it right; an edit names its place by the text that stands there. */
export type Correction = {
  readonly name: string
  readonly reason: string
  readonly edits: readonly Edit[]
}

export type Edit = {
  /** Relative to `dist/src`. */
  readonly file: string
  readonly find: string
  readonly replace: string
  /** How often `find` must occur; all are replaced. */
  readonly times?: number
}
