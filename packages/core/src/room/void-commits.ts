import { SPOKEN_OVER_MAX } from '@rushlight/protocol'
import type { ReceiptBody } from '@rushlight/protocol'
import type { RoomStep } from './room-step.ts'

/**
 * A commit at the present epoch does not count, but the hub, which cannot tell, has made a door of it. Whoever posts at
 * ours says that he speaks over it; otherwise every garbled commit would lock the room for all (R10, F3).
 */
export function noteVoidCommit(step: RoomStep, { child, entryHash }: ReceiptBody): void {
  if (child === undefined) return
  const { voidCommits = [] } = step.model.row
  step.patchRow({ voidCommits: [...voidCommits, entryHash].slice(-SPOKEN_OVER_MAX) })
}

/** Another epoch has another door, and that one has no children yet. */
export function forgetVoidCommits(step: RoomStep): void {
  const { voidCommits, ...row } = step.model.row
  step.model = { ...step.model, row }
}
