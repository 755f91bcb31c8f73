import type { AccountId, Leaf, MessageId, ReceiptBody, StatusReport } from '@rushlight/protocol'
import type { RoomStep } from '../room/room-step.ts'
import { countRead, eraseMessage } from './erase-message.ts'
import { bringAskedFiles } from '../file/bring-asked-files.ts'
import { planRelease } from '../file/plan-release.ts'
import { reportTable } from './report-row.ts'
import { changeMessage, findMessage, isRowDue } from './write-message.ts'
import type { FoundMessage } from './write-message.ts'

export type StatusFrom = {
  readonly sender: Leaf
  readonly reports: readonly StatusReport[]
  readonly receipt: ReceiptBody
}

/**
 * What a device of the room says became of messages: that one was read, or that its file is not to be had (`error`). Heads
 * tell what is delivered.
 */
export async function takeStatus(step: RoomStep, { sender, reports, receipt }: StatusFrom): Promise<void> {
  for (const [id, status] of reports) {
    if (status === 'read') await takeRead(step, { id, by: sender.credential.account, at: receipt.acceptedAt })
    if (status === 'error') await bringAskedFiles(step, id)
  }
}

type Read = { readonly id: MessageId; readonly by: AccountId; readonly at: number }

async function takeRead(step: RoomStep, { id, by, at }: Read): Promise<void> {
  const found = await findMessage(step, id)
  if (found === undefined || found.row.body.kind !== 'content') return
  const own = step.world.self().account.id
  if (by === own && !found.row.isOwn) return readElsewhere(step, found, at)
  if (found.row.isOwn && by !== own && !found.row.readBy.includes(by)) readByOther(step, found, by)
}

/** Another device of ours was first: the clock runs from there, for all of them. */
export function readElsewhere(step: RoomStep, { place, row }: FoundMessage, at: number): void {
  if (row.readAt !== undefined && row.readAt <= at) return
  if (row.readAt === undefined) countRead(step, 1)
  step.remove(reportTable, { room: step.room, id: row.id, report: 'read' })
  const read = { ...row, readAt: at }
  changeMessage(step, place, { from: row, to: read })
  if (isRowDue(read, step.world.now())) eraseMessage(step, { place, row: read })
}

/** The author's copy of what burns goes when all have read it; expiration still holds for it. */
function readByOther(step: RoomStep, { place, row }: FoundMessage, by: AccountId): void {
  const read = { ...row, readBy: [...row.readBy, by] }
  changeMessage(step, place, { from: row, to: read })
  const { group } = step.model
  const present = new Set(group?.context.state.participants.map(({ account }) => account))
  const waiting = row.readers.filter((reader) => present.has(reader) && !read.readBy.includes(reader))
  if (row.burnAfterMs === undefined || waiting.length > 0) return
  // The last of them may look at the files for as long as the message burns.
  planRelease(step, row, step.world.now() + row.burnAfterMs)
  eraseMessage(step, { place, row: read })
}
