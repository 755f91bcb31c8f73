import type { RecordStore } from './record-store.ts'

/** What a store holds: its name, the number of its format, its tables, and how to come from every older format. */
export type Schema = {
  /** `vault`, `provider`: a file made for one is refused by the other. */
  readonly name: string
  /** Counts up with every change of a stored shape; a file with a greater number is refused and left untouched. */
  readonly format: number
  /** Lower-case names with `-`; a table that is no longer listed is dropped by the migration that left it. */
  readonly tables: readonly string[]
  /** `migrations[n]` leads from format n to n + 1; it may be run again after a crash in its middle. */
  readonly migrations: Readonly<Record<number, Migration>>
}

export type Migration = (store: RecordStore) => Promise<void>
