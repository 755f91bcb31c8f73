import { roomId } from '@rushlight/protocol'
import { isDeletion } from '../message/is-deletion.ts'
import { messageTable, parsePlace, SAID_AGAIN } from '../message/message-row.ts'
import type { MessageRow } from '../message/message-row.ts'
import { changeMessage, isRowDue } from '../message/write-message.ts'
import type { QueuedJob } from '../room/room-model.ts'
import type { RoomRow } from '../room/room-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { tellNotesAgain } from '../self-room/told-notes.ts'
import { loadEveryRow } from '../vault/table.ts'

/**
 * The room goes on in another log. Own lines that everybody has stay delivered, in whatever log that was; the others are to
 * be said again, in order (R27).
 */
export async function markUndelivered(
  step: RoomStep,
  { deliveredUpTo }: Pick<RoomRow, 'deliveredUpTo'>,
): Promise<readonly MessageRow['id'][]> {
  const again: MessageRow['id'][] = []
  if (step.model.row.kind === 'self') await tellNotesAgain(step)
  for (const { key, value } of await loadEveryRow(step.store, messageTable, roomId.toBytes(step.room))) {
    const { place } = value
    if (!value.isOwn || place === undefined || place.seq === 0) continue
    if (value.body.kind !== 'content' && value.body.kind !== 'deleted') continue
    const isDelivered = place.seq <= deliveredUpTo
    const seq = isDelivered ? 0 : SAID_AGAIN
    changeMessage(step, parsePlace(key), { from: value, to: { ...value, place: { ...place, seq } } })
    const isOver = isRowDue(value, step.world.now())
    if (!isDelivered && value.body.kind === 'content' && !isOver && !isDeletion(value)) again.push(value.id)
  }
  return again
}

/** First what was said before, in its order, and then what was still to be said; nothing as it was sealed for the place before. */
export function queueAgain(
  step: RoomStep,
  { jobs, again }: { readonly jobs: readonly QueuedJob[]; readonly again: readonly MessageRow['id'][] },
): void {
  for (const { count } of jobs) step.removeJob(count)
  for (const id of again) step.addJob({ kind: 'content', id })
  for (const { row } of jobs) {
    const isAgain = row.job.kind === 'content' && again.includes(row.job.id)
    if (!isAgain) step.addJob(row.job, row.notBefore)
  }
}

/** Somebody has missed what stands behind that place of the present log: own lines from there on are said again, before newer ones. */
export async function sayAgainFrom(step: RoomStep, seq: number): Promise<void> {
  const again: MessageRow['id'][] = []
  for (const { key, value } of await loadEveryRow(step.store, messageTable, roomId.toBytes(step.room))) {
    const { place } = value
    const isMissed = place !== undefined && place.seq > seq && place.seq !== SAID_AGAIN
    if (!value.isOwn || !isMissed || value.body.kind !== 'content') continue
    if (isRowDue(value, step.world.now()) || isDeletion(value)) continue
    changeMessage(step, parsePlace(key), { from: value, to: { ...value, place: { ...place, seq: SAID_AGAIN } } })
    again.push(value.id)
  }
  if (again.length === 0) return
  queueAgain(step, { jobs: step.model.jobs.filter(({ row }) => row.job.kind === 'content'), again })
}
