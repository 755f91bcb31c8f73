import { createMemoryDisk } from '@rushlight/records'
import type { MemoryDisk } from '@rushlight/records'
import type { Random } from './random.ts'
import type { World } from './world.ts'

export type DiskHabits = {
  readonly random: Random
  readonly delayMsMax: number
  /** Something is written and not synced yet. */
  readonly onUnsynced: () => void
}

/** A disk of the world: it takes time, it may be full, and what was not synced when the power went may be torn off. */
export class HostDisk {
  readonly disk: MemoryDisk
  isFull = false
  /** What each write and each sync takes longer than usual. */
  slowMs = 0
  /** Nothing is kept of what was not synced. Else as much as chance has it. */
  isForgetful = false

  constructor({ scheduler, faults }: World, { random, delayMsMax, onUnsynced }: DiskHabits) {
    this.disk = createMemoryDisk({
      delay: () => {
        if (this.disk.unsynced() > 0) onUnsynced()
        const wait = random.below(delayMsMax) + this.slowMs
        return new Promise((resolve) => void scheduler.at(scheduler.now() + wait, resolve))
      },
      chooseKept: (unsynced) => {
        if (unsynced > 0) faults.writesTorn += 1
        return this.isForgetful ? 0 : random.below(unsynced + 1)
      },
      isFull: () => this.isFull,
    })
  }
}
