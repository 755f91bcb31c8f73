/**
 * A disk in memory, as unkind as a real one is allowed to be: the simulator's, and the vault of a browser that offers
 * no storage.
 *
 * What is written is volatile until the disk has synced it, and only then answered and readable. A crash keeps a chosen
 * number of the batches that were not yet synced, counted from the oldest, each whole: so a write-ahead log loses its
 * tail. Values that were overwritten or removed stay as remnants until they are scrubbed away.
 */
import type { Batch, CommitOutcome } from '../record-store.ts'
import { RecordsError } from '../records-error.ts'
import type { MediumBackup, MemoryMedium } from './memory-medium.ts'
import { createMemoryMedium } from './memory-medium.ts'
import type { SortedTable } from './sorted-table.ts'

export type MemoryDiskOptions = {
  /** Awaited before a write or a scrub reaches the disk, and again before a write is synced. Absent: no time. */
  readonly delay?: () => Promise<void>
  /** How many of the `unsynced` batches outlive a crash: 0 to `unsynced`. Absent: none does. */
  readonly chooseKept?: (unsynced: number) => number
  /** While it answers true every commit rejects with `storageFull`; reads go on. */
  readonly isFull?: () => boolean
}

export interface MemoryDisk {
  /** The process that has mounted the disk dies here: what it waits for never comes, what it asks later is refused. */
  crash(): void
  /** Overwritten and removed values that have not been scrubbed, oldest first. */
  remnants(): readonly Uint8Array[]
  /** Batches that are written and not yet synced: a crash now may tear them off. */
  unsynced(): number
  /** Every byte that a thief of the disk would hold: records, what is not yet synced, remnants. */
  image(): Uint8Array
  /** What is synced now, as a copy of the disk or a snapshot of the machine would hold it. */
  backUp(): MediumBackup
  /** Puts a copy in the place of all that there is. Refused with `inUse` while the disk is mounted. */
  restore(backup: MediumBackup): void
  /** For the store on top of it; a disk has one at a time, a second is refused with `inUse`. */
  mount(): MountedDisk
}

interface MountedDisk {
  /** False once the disk has crashed under this mount. */
  isAlive(): boolean
  table(name: string): SortedTable
  /** One after another, in the order of the calls. */
  write(batches: readonly Batch[]): Promise<readonly CommitOutcome[]>
  scrub(): Promise<void>
  /** Waits for what is under way. */
  unmount(): Promise<void>
}

export function createMemoryDisk(options: MemoryDiskOptions = {}): MemoryDisk {
  const medium = createMemoryMedium()
  let present: Mount | undefined
  return {
    crash() {
      medium.sync(options.chooseKept?.(medium.unsynced()) ?? 0)
      medium.forget()
      if (present !== undefined) present.isAlive = false
      present = undefined
    },
    remnants: () => medium.remnants(),
    unsynced: () => medium.unsynced(),
    image: () => medium.image(),
    backUp: () => medium.backUp(),
    restore(backup) {
      if (present !== undefined) throw new RecordsError('inUse')
      medium.restore(backup)
    },
    mount() {
      if (present !== undefined) throw new RecordsError('inUse')
      const mount: Mount = { isAlive: true }
      present = mount
      const release = (): void => {
        if (present === mount) present = undefined
      }
      return mountDisk({ medium, options, mount, release })
    },
  }
}

type Mount = { isAlive: boolean }

type Mounting = {
  readonly medium: MemoryMedium
  readonly options: MemoryDiskOptions
  readonly mount: Mount
  readonly release: () => void
}

function mountDisk({ medium, options, mount, release }: Mounting): MountedDisk {
  let last: Promise<unknown> = Promise.resolve()

  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = last.then(work)
    last = result.catch(() => {})
    return result
  }

  /** Lets time pass; a process that died meanwhile waits for ever. */
  async function pass(): Promise<void> {
    await options.delay?.()
    if (!mount.isAlive) await new Promise(() => {})
  }

  return {
    isAlive: () => mount.isAlive,
    table: (name) => medium.table(name),
    write: (batches) =>
      inOrder(async () => {
        await pass()
        if (options.isFull?.() === true) throw new RecordsError('storageFull')
        const outcomes = batches.map((batch) => medium.stage(batch))
        await pass()
        medium.sync(medium.unsynced())
        return outcomes
      }),
    scrub: () =>
      inOrder(async () => {
        await pass()
        medium.scrub()
      }),
    unmount: () => inOrder(async () => release()),
  }
}
