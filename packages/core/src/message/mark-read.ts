import type { MessageId, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { oweBy } from '../room/owe-head.ts'
import { tellRead } from '../self-room/read-up-to.ts'
import { countRead } from './erase-message.ts'
import { reportTable } from './report-row.ts'
import { changeMessage, findMessage } from './write-message.ts'
import type { FoundMessage } from './write-message.ts'

/** How soon the others are told: several are read in one glance. */
const TOLD_AFTER_MS = 300

/**
 * The user has seen these: from now on burn-on-read runs, on this device at once, on all others of the account and for the
 * author when they hear of it. Where receipts are off only what burns is reported, since its author has to erase it too.
 */
export async function markRead(core: Core, room: RoomId, ids: readonly MessageId[]): Promise<void> {
  const { actor, outbox } = core.roomAt(room)
  await actor.run(async (step) => {
    const now = step.world.now()
    const isMember = step.model.row.standing === 'joined'
    let owes = false
    const read: FoundMessage[] = []
    for (const id of ids) {
      const found = await findMessage(step, id)
      if (found === undefined || found.row.isOwn || found.row.readAt !== undefined || found.row.body.kind === 'event')
        continue
      changeMessage(step, found.place, { from: found.row, to: { ...found.row, readAt: now } })
      countRead(step, 1)
      read.push(found)
      const isTold = core.settings.readReceipts || found.row.burnAfterMs !== undefined
      if (!isMember || !isTold || found.row.body.kind !== 'content') continue
      step.put(reportTable, { room, id, report: 'read' }, 'read')
      owes = true
    }
    if (owes) oweBy(step, now + TOLD_AFTER_MS)
    await tellRead(step, read, now)
  })
  void outbox.flush()
}
