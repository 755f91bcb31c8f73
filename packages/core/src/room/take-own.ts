import { KEY_PACKAGE_CLOCK_SKEW_MS, replaceAddresses } from '@rushlight/protocol'
import type { Address, ReceiptBody } from '@rushlight/protocol'
import { changeMessage, findMessage, isRowDue, moveMessage } from '../message/write-message.ts'
import { SAID_AGAIN } from '../message/message-row.ts'
import { isDeletion } from '../message/is-deletion.ts'
import { readersOf } from '../message/take-content.ts'
import { eraseMessage } from '../message/erase-message.ts'
import type { StagedCommit } from '../outbox/job-row.ts'
import { loadStaged } from './group-rows.ts'
import { readRoom } from '../group-crypto/room-group.ts'
import { noteMade } from '../succession/lost-changes.ts'
import { applyChange } from './apply-change.ts'
import { becomeLeft, becomeStuck } from './change-standing.ts'
import { changeBetween } from './change-between.ts'
import type { QueuedJob } from './room-model.ts'
import { isLive } from './room-model.ts'
import type { RoomStep } from './room-step.ts'
import { takeToldNotes } from '../self-room/told-notes.ts'
import { noteVoidCommit } from './void-commits.ts'

/** An entry of ours stands in the log, judged by everyone like any other: the job has reached its end. */
export async function takeOwn(step: RoomStep, { count, row }: QueuedJob, receipt: ReceiptBody): Promise<void> {
  const { job, sealed } = row
  if (sealed?.commit !== undefined) return takeOwnCommit(step, sealed.commit, receipt)
  step.removeJob(count)
  if (job.kind === 'content') return takeOwnContent(step, job.id, receipt)
  if (job.kind === 'leave') return becomeLeft(step)
  if (job.kind === 'notes') return takeToldNotes(step, sealed?.told ?? [], receipt.seq)
  if (job.kind === 'addresses' && sealed?.addresses !== undefined) useNewAddresses(step, sealed.addresses)
}

/** The room knows the new addresses, so nothing has to come by the old ones any more (R12). */
function useNewAddresses(step: RoomStep, addresses: readonly Address[]): void {
  const { group, frame, row } = step.model
  const own = group?.leaves.find(({ index }) => index === group.ownLeaf)
  const roster =
    own === undefined
      ? undefined
      : replaceAddresses(frame?.roster ?? [], { postingKey: own.slot.postingKey, addresses })
  if (roster !== undefined) step.patchFrame({ roster })
  if (row.slot === undefined || row.slot.retired.length === 0) return
  const { retired } = row.slot
  step.patchRow({ slot: { ...row.slot, retired: [] } })
  step.after(() => {
    for (const address of retired) step.world.closeAddress(address)
  })
}

async function takeOwnContent(
  step: RoomStep,
  id: Parameters<typeof findMessage>[1],
  receipt: ReceiptBody,
): Promise<void> {
  const found = await findMessage(step, id)
  if (found === undefined) return
  if (isDeletion(found.row)) return eraseMessage(step, found)
  const { seq, acceptedAt } = receipt
  // Said again (R27): everyone else has it at its first place. Only what is delivered is counted by the new one.
  if (found.row.place !== undefined) {
    const { place } = found.row
    if (place.seq === SAID_AGAIN)
      changeMessage(step, found.place, { from: found.row, to: { ...found.row, place: { ...place, seq } } })
    return
  }
  const place = { room: step.room, at: acceptedAt, seq, sub: 0 }
  const readers = readersOf(step, found.row.sender)
  const row = { ...found.row, place: { seq, acceptedAt }, readers }
  moveMessage(step, found.place, { place, row })
  step.patchRow({ activeAt: Math.max(step.model.row.activeAt, acceptedAt) })
  step.emit({ kind: 'accepted', room: step.room, id })
  if (isRowDue(row, step.world.now())) eraseMessage(step, { place, row })
}

/** Our own commit came first at its epoch. Only the hub's time can still make it void: what it adds must be alive then. */
async function takeOwnCommit(step: RoomStep, staged: StagedCommit, receipt: ReceiptBody): Promise<void> {
  const before = step.model
  const next = await loadStaged(step.store, step.world.crypto, step.room)
  const read = next === undefined ? undefined : readRoom(step.world.crypto, next)
  if (!isLive(before) || read?.kind !== 'room') return becomeStuck(step)
  const early = receipt.acceptedAt < staged.notBefore - KEY_PACKAGE_CLOCK_SKEW_MS
  const late = receipt.acceptedAt > staged.notAfter + KEY_PACKAGE_CLOCK_SKEW_MS
  if (early || late) return dropStagedCommit(step, receipt)
  const change = changeBetween({ before: before.group, after: read.room, staged }, receipt)
  const { seen, cannotFollow = [] } = staged
  noteMade(step, { log: receipt.log, epoch: read.room.epoch })
  await applyChange(step, { change, room: read.room, receipt, seen, cannotFollow })
}

/** It is void: what it was to bring about is wanted still, and will be made anew. */
function dropStagedCommit(step: RoomStep, receipt: ReceiptBody): void {
  noteVoidCommit(step, receipt)
  for (const { count, row } of step.model.jobs) {
    if (row.sealed?.commit === undefined) continue
    const { sealed, ...unsealed } = row
    step.setJob(count, unsealed)
  }
}
