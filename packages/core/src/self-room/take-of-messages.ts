import { BURN_MS_MAX, ENTRY_KEPT_MS_MAX, EXPIRE_MS_MAX, roomId, TOMBSTONE_KEPT_MS } from '@rushlight/protocol'
import type { MessageId, SelfNote } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { eraseMessage } from '../message/erase-message.ts'
import { messageTable, parsePlace } from '../message/message-row.ts'
import { seenNameOf, seenTable } from '../message/seen-row.ts'
import { readElsewhere } from '../message/take-status.ts'
import { findMessage, putSeen } from '../message/write-message.ts'
import type { FoundMessage } from '../message/write-message.ts'
import type { RoomStep } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import { isUpTo } from './read-up-to.ts'

/** What another own device has read is read here, and burns from that time on. What comes later finds the note. */
export async function takeReadUpTo(
  core: Core,
  { room, ...end }: Extract<SelfNote, { kind: 'readUpTo' }>,
  at: number,
): Promise<'done'> {
  await core.rooms.get(room)?.actor.run(async (step) => {
    for (const found of await unreadIn(step, step.model.row.unread)) {
      const { place } = found.row
      if (place !== undefined && isUpTo(place, end)) readElsewhere(step, found, Math.max(at, place.acceptedAt))
    }
  })
  return 'done'
}

const ROWS_PER_PAGE = 200

async function unreadIn(step: RoomStep, count: number): Promise<readonly FoundMessage[]> {
  const unread: FoundMessage[] = []
  let after: Uint8Array | undefined
  while (unread.length < count) {
    const query = { prefix: roomId.toBytes(step.room), limit: ROWS_PER_PAGE, reverse: true }
    const rows = await loadRange(step.store, messageTable, after === undefined ? query : { ...query, after })
    for (const { key, value } of rows) {
      if (!value.isOwn && value.readAt === undefined && value.body.kind === 'content')
        unread.push({ place: parsePlace(key), row: value })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_PER_PAGE) break
    after = last.key
  }
  return unread
}

export async function takeBurning(
  core: Core,
  { room, message, readAt }: Extract<SelfNote, { kind: 'burning' }>,
): Promise<'done'> {
  const isHere = await core.rooms.get(room)?.actor.run(async (step) => {
    const found = await findMessage(step, message)
    if (found !== undefined) readElsewhere(step, found, readAt)
    return found !== undefined
  })
  // As long as the log may still bring it, and it may burn then.
  if (isHere !== true) await remember(core, message, { keptUntil: readAt + ENTRY_KEPT_MS_MAX + BURN_MS_MAX, readAt })
  return 'done'
}

export async function takeDeletedHere(
  core: Core,
  { room, message }: Extract<SelfNote, { kind: 'deletedHere' }>,
): Promise<'done'> {
  const isErased = await core.rooms.get(room)?.actor.run(async (step) => {
    const found = await findMessage(step, message)
    if (found !== undefined) eraseMessage(step, found)
    return found !== undefined
  })
  if (isErased !== true) await remember(core, message, { keptUntil: core.now() + EXPIRE_MS_MAX + TOMBSTONE_KEPT_MS })
  return 'done'
}

/** It has not come yet: when it does, this is known of it. What was here once is known better. */
async function remember(
  core: Core,
  message: MessageId,
  seen: { readonly keptUntil: number; readonly readAt?: number },
): Promise<void> {
  const step = new Step(core.store)
  const name = seenNameOf(core.crypto, core.self.row.tombstoneKey, message)
  const present = await step.load(seenTable, name)
  const isAwaited = present?.readAt !== undefined && seen.readAt === undefined
  if (present !== undefined && !isAwaited) return
  putSeen(step, name, seen)
  await step.commit()
}
