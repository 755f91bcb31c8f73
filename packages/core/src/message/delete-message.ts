import { composeContent, encodeContent } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { planRelease } from '../file/plan-release.ts'
import type { QueuedJob } from '../room/room-model.ts'
import { writeNote } from '../self-room/write-note.ts'
import { eraseMessage } from './erase-message.ts'
import { NOT_YET_ACCEPTED } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import { idOf } from './take-content.ts'
import { findMessage, putMessage } from './write-message.ts'

export type Deleted = 'done' | 'unknown' | 'notYours'

const SALT_BYTES = 16

/** From all devices of the account; nobody else hears of it. */
export async function deleteForMe(core: Core, room: RoomId, id: MessageId): Promise<Deleted> {
  const done = await core.roomAt(room).actor.run(async (step) => {
    const found = await findMessage(step, id)
    if (found === undefined) return 'unknown'
    eraseMessage(step, found)
    // The room's own lines have a name on this device only.
    if (found.row.body.kind !== 'event') await writeNote(step, step.world, { kind: 'deletedHere', room, message: id })
    return 'done'
  })
  await core.store.scrub()
  return done ?? 'unknown'
}

/** From every device of the room, as soon as it can be said; from this one at once. */
export async function deleteForEveryone(core: Core, room: RoomId, id: MessageId): Promise<Deleted> {
  const { actor, outbox } = core.roomAt(room)
  const done = await actor.run(async (step) => {
    const found = await findMessage(step, id)
    if (found === undefined) return 'unknown'
    if (!found.row.isOwn || found.row.body.kind !== 'content') return 'notYours'
    planRelease(step, found.row, step.world.now())
    const mayBeThere = found.row.place !== undefined || wasSealed(step.model.jobs, id)
    eraseMessage(step, found)
    if (!mayBeThere) return 'done'
    const content = composeContent(
      { message: { kind: 'deletion', of: id }, timers: {} },
      step.world.crypto.randomBytes(SALT_BYTES),
    )
    const encoded = encodeContent(content)
    const { account } = core.self
    const row: MessageRow = {
      format: 1,
      id: idOf(step, account.id, { encoded, content }),
      sender: account.id,
      isOwn: true,
      body: { kind: 'content', encoded },
      ...(found.row.expiresAt === undefined ? {} : { expiresAt: found.row.expiresAt }),
      sentAt: core.now(),
      readBy: [],
      readers: [],
    }
    putMessage(step, { room, at: NOT_YET_ACCEPTED, seq: step.world.nextCount(), sub: 0 }, row)
    step.addJob({ kind: 'content', id: row.id })
    return 'done'
  })
  await core.store.scrub()
  void outbox.flush()
  return done ?? 'unknown'
}

/** What was made for the hub may be there already, even if nobody has told us. */
function wasSealed(jobs: readonly QueuedJob[], id: MessageId): boolean {
  return jobs.some(({ row }) => row.job.kind === 'content' && row.job.id === id && row.sealed !== undefined)
}
