import type { Stage } from './stage.ts'

/** A small world with fixed people, deeds and misfortunes: each comes at just the moment in which it would hurt most. */
export type Plan = {
  readonly name: string
  /** In words: what happens. */
  readonly happens: string
  readonly run: (stage: Stage) => Promise<void>
}
