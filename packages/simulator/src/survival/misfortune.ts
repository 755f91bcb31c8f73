import type { Settled } from './settled.ts'
import type { Town } from './town.ts'

/** What happens to the providers of a town while its people talk. */
export type Misfortune = {
  readonly name: string
  /** In words: what happens. */
  readonly happens: string
  readonly settled: Settled
  /** Strikes, lets people live with it, and ends it where it has an end. */
  readonly run: (town: Town) => Promise<void>
}
