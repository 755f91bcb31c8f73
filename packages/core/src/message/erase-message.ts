import { eraseFiles } from '../file/erase-files.ts'
import { markLine } from '../history/mark-line.ts'
import { rawEntryTable } from '../room/log-rows.ts'
import type { RoomStep } from '../room/room-step.ts'
import { messageIdTable, messageTable } from './message-row.ts'
import { reportTable } from './report-row.ts'
import { dropDeadline } from './write-message.ts'
import type { FoundMessage } from './write-message.ts'

/**
 * Everything of a message goes at once: the line, where it was found, its deadline, the entry it came in, what was still to
 * be reported (unless its author waits for that to erase its own) or sent of it (`spec/timers.md` §4). Its tombstone stays.
 */
export function eraseMessage(step: RoomStep, { place, row }: FoundMessage): void {
  const { room } = place
  step.remove(messageTable, place)
  markLine(step, place, 'erased')
  step.remove(messageIdTable, { room, id: row.id })
  // Whoever wrote what burns has a copy until it is told that this was read, be it gone here or not.
  const isAwaited = row.burnAfterMs !== undefined && row.readAt !== undefined && !row.isOwn
  if (!isAwaited) step.remove(reportTable, { room, id: row.id, report: 'read' })
  step.remove(reportTable, { room, id: row.id, report: 'error' })
  dropDeadline(step, place, row)
  if (row.body.kind === 'content') eraseFiles(step, row.id)
  forgetEntry(step, row)
  for (const { count, row: job } of step.model.jobs) {
    if (job.job.kind === 'content' && job.job.id === row.id) step.removeJob(count)
  }
  if (!row.isOwn && row.readAt === undefined && row.body.kind === 'content') countRead(step, 1)
  step.emit({ kind: 'erased', room, id: row.id })
  step.emit({ kind: 'messagesChanged', room })
}

/** The raw entry of a message holds it too, even if nobody has its key any more. */
export function forgetEntry(step: RoomStep, row: FoundMessage['row']): void {
  const log = step.model.row.head?.log
  if (log !== undefined && row.place !== undefined)
    step.remove(rawEntryTable, { room: step.room, log, seq: row.place.seq })
}

export function countRead(step: RoomStep, count: number): void {
  step.patchRow({ unread: Math.max(0, step.model.row.unread - count) })
}
