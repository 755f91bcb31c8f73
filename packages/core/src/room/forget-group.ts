import { roomId } from '@rushlight/protocol'
import { secretsToErase } from '../group-crypto/mls/index.ts'
import { removeGroup } from './group-rows.ts'
import { deviceHeadTable, rawEntryTable, receiptTable } from './log-rows.ts'
import type { RoomStep } from './room-step.ts'

/** Erases every key of the room and whatever only a member needs. Openings and meeting secrets stay: by them one comes back. */
export function forgetGroup(step: RoomStep): void {
  const { group, jobs } = step.model
  if (group !== undefined) step.eraseAfter(secretsToErase(group.group, undefined))
  step.write(removeGroup(step.room))
  const prefix = roomId.toBytes(step.room)
  step.removeAll(rawEntryTable, prefix)
  step.removeAll(receiptTable, prefix)
  step.removeAll(deviceHeadTable, prefix)
  for (const { count, row } of jobs) {
    const { sealed, ...unsealed } = row
    if (row.job.kind !== 'content') step.removeJob(count)
    // What was sealed for the place that is lost nobody can read in another.
    else if (sealed !== undefined) step.setJob(count, unsealed)
  }
  step.model = { ...step.model, group: undefined, heads: new Map() }
  const { slot, head, voidCommits, ...row } = step.model.row
  step.model = { ...step.model, row }
  step.patchRow({})
}
