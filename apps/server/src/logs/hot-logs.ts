import { logId, ROSTER_IN_MEMORY_MS_MAX } from '@rushlight/protocol'
import type { DoorId, LogId, Roster, SubmitResult, SuccessorNote } from '@rushlight/protocol'
import type { Kernel } from '../kernel.ts'
import { MEMORY_SWEPT_EVERY_MS } from '../limits.ts'
import { loadRow } from '../rows/table.ts'
import type { Reader } from '../rows/table.ts'
import type { Outcome } from '../sessions/outcome.ts'
import { createMailbox } from '../turns/mailbox.ts'
import type { Mailbox } from '../turns/mailbox.ts'
import type { DoorTree } from './door-tree.ts'
import { loadSuccessors } from './successors.ts'
import { doorTreeTable, logTable } from './log-rows.ts'
import type { LogRow } from './log-rows.ts'

/**
 * A log in use. `row` and `tree` run ahead of the disk by what is staged; when a staged write fails, all of this is thrown
 * away and read anew.
 */
export type HotLog = {
  readonly id: LogId
  row: LogRow
  tree: DoorTree
  /** What readers showed of where it went on (R30). */
  successors: readonly SuccessorNote[]
  /** Doors somebody brought the key of. In memory only, and not for long (R7). */
  readonly doors: Map<DoorId, OpenDoor>
  /** Submits that are staged, by what makes them the same. */
  readonly staged: Map<string, Staged>
  /** Settles when what is staged now is on disk or has failed. */
  last: Promise<unknown>
}

/** What becomes of a staged submit. `conflict`: the log went on without it; stage it again. */
export type Staged = Promise<Outcome<SubmitResult> | { readonly kind: 'conflict' }>

export type OpenDoor = {
  readonly key: Uint8Array
  readonly roster: Roster
  usedAt: number
}

/** The logs in use, each with a mailbox: one thing at a time happens to a log, but nothing waits for the disk in it. */
export interface HotLogs {
  run<T>(log: LogId, task: () => Promise<T>): Promise<T>
  /** Only inside `run`. `undefined`: there is no such log. */
  load(log: LogId): Promise<HotLog | undefined>
  /** Forgets what ran ahead of the disk, unless that has been done already. */
  drop(hot: HotLog): void
  /** Forgets rosters and logs that nobody used for a while. */
  sweep(): void
  count(): number
}

type Slot = { readonly mailbox: Mailbox; tasks: number; usedAt: number; hot: HotLog | undefined }

export function createHotLogs({ store, clock }: Kernel): HotLogs {
  const slots = new Map<LogId, Slot>()

  function slotOf(log: LogId): Slot {
    const slot = slots.get(log) ?? { mailbox: createMailbox(), tasks: 0, usedAt: 0, hot: undefined }
    slots.set(log, slot)
    return slot
  }

  function sweepSlot(log: LogId, slot: Slot, before: number): void {
    for (const [id, door] of slot.hot?.doors ?? []) {
      if (door.usedAt >= before) continue
      slot.hot?.doors.delete(id)
      door.key.fill(0)
    }
    if (slot.tasks === 0 && slot.usedAt < before) slots.delete(log)
  }

  return {
    async run(log, task) {
      const slot = slotOf(log)
      slot.tasks += 1
      slot.usedAt = clock.now()
      try {
        return await slot.mailbox.run(task)
      } finally {
        slot.tasks -= 1
        // Nobody fills the memory by asking for logs that are not there.
        if (slot.tasks === 0 && slot.hot === undefined) slots.delete(log)
      }
    },
    async load(log) {
      const slot = slotOf(log)
      slot.hot ??= await loadHot(store, log)
      return slot.hot
    },
    drop(hot) {
      const slot = slots.get(hot.id)
      if (slot?.hot === hot) slot.hot = undefined
    },
    sweep() {
      // What is kept now is looked at again only after the next span.
      const before = clock.now() - (ROSTER_IN_MEMORY_MS_MAX - MEMORY_SWEPT_EVERY_MS)
      for (const [log, slot] of slots) sweepSlot(log, slot, before)
    },
    count: () => slots.size,
  }
}

async function loadHot(store: Reader, log: LogId): Promise<HotLog | undefined> {
  const key = logId.toBytes(log)
  const row = await loadRow(store, logTable, key)
  const tree = await loadRow(store, doorTreeTable, key)
  if (row === undefined || tree === undefined) return undefined
  const successors = await loadSuccessors(store, log)
  return { id: log, row, tree, successors, doors: new Map(), staged: new Map(), last: Promise.resolve() }
}
