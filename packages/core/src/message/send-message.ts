import {
  BURN_MS_MAX,
  BURN_MS_MIN,
  composeContent,
  encodeContent,
  EXPIRE_MS_MAX,
  EXPIRE_MS_MIN,
  FILES_PER_MESSAGE_MAX,
  isSendableText,
} from '@rushlight/protocol'
import type { FileId, MessageId, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { filesEndAt, loadAttached, moveToMessage, partsOf } from '../file/send-files.ts'
import { HELD } from '../outbox/job-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { writeNote } from '../self-room/write-note.ts'
import { NOT_YET_ACCEPTED } from './message-row.ts'
import type { MessageRow } from './message-row.ts'
import { idOf } from './take-content.ts'
import { putMessage, putSeen, seenName, seenUntil } from './write-message.ts'

export type Outgoing = {
  readonly text: string
  /** Attached in that room before. */
  readonly files?: readonly FileId[]
  readonly inReplyTo?: MessageId
  /** Instead of the room's own; from now on. */
  readonly expireMs?: number
  /** Instead of the room's own; from reading. */
  readonly burnMs?: number
}

export type Sent =
  /** On this disk, and on its way as soon as there is a way. */
  { readonly kind: 'queued'; readonly id: MessageId } | { readonly kind: 'refused'; readonly reason: SendRefusal }

/** `fileGone`: an attached file could not be read or kept, or was taken away. */
type SendRefusal = 'empty' | 'tooLong' | 'timers' | 'notInRoom' | 'fileGone' | 'tooManyFiles'

const SALT_BYTES = 16

export async function sendMessage(core: Core, room: RoomId, outgoing: Outgoing): Promise<Sent> {
  if (outgoing.text === '' && (outgoing.files ?? []).length === 0) return { kind: 'refused', reason: 'empty' }
  if (!isSendableText(outgoing.text)) return { kind: 'refused', reason: 'tooLong' }
  if (!areTimersGood(outgoing)) return { kind: 'refused', reason: 'timers' }
  if ((outgoing.files ?? []).length > FILES_PER_MESSAGE_MAX) return { kind: 'refused', reason: 'tooManyFiles' }
  await untilSealed(core, outgoing.files ?? [])
  const { actor, outbox } = core.roomAt(room)
  const sent = await actor.run(async (step) => {
    const { standing } = step.model.row
    if (standing !== 'joined' && standing !== 'creating') return undefined
    return queueMessage(core, step, outgoing)
  })
  if (sent === undefined) return { kind: 'refused', reason: 'notInRoom' }
  if (sent.kind === 'queued') void outbox.flush()
  return sent
}

function areTimersGood({ expireMs, burnMs }: Outgoing): boolean {
  const expireGood = expireMs === undefined || (expireMs >= EXPIRE_MS_MIN && expireMs <= EXPIRE_MS_MAX)
  return expireGood && (burnMs === undefined || (burnMs >= BURN_MS_MIN && burnMs <= BURN_MS_MAX))
}

/** Row, deadline, tombstone and job are one transaction: what was queued is sent, whatever happens next. */
async function queueMessage(core: Core, step: RoomStep, outgoing: Outgoing): Promise<Sent> {
  const attached = await loadAttached(step, outgoing.files ?? [])
  if (attached === undefined) return { kind: 'refused', reason: 'fileGone' }
  const timers = step.model.group?.context.state.timers ?? {}
  const expireMs = outgoing.expireMs ?? timers.expireMs
  const burnAfterMs = outgoing.burnMs ?? timers.burnMs
  const ends = {
    ...(expireMs === undefined ? {} : { expiresAt: wholeSeconds(core.sharedNow() + expireMs) }),
    ...(burnAfterMs === undefined ? {} : { burnAfterMs }),
  }
  const endsAt = filesEndAt(core, ends.expiresAt)
  const parts = partsOf(core, attached, endsAt)
  const { text, inReplyTo } = outgoing
  const message = { kind: 'text', text, ...parts, ...(inReplyTo === undefined ? {} : { inReplyTo }) } as const
  const content = composeContent({ message, timers: ends }, step.world.crypto.randomBytes(SALT_BYTES))
  const encoded = encodeContent(content)
  const { account } = core.self
  const sentAt = core.now()
  const id = idOf(step, account.id, { encoded, content })
  const row: MessageRow = {
    format: 1,
    id,
    sender: account.id,
    isOwn: true,
    body: { kind: 'content', encoded },
    ...ends,
    sentAt,
    readBy: [],
    readers: [],
  }
  const place = { room: step.room, at: NOT_YET_ACCEPTED, seq: step.world.nextCount(), sub: 0 }
  putMessage(step, place, row)
  putSeen(step, seenName(step, id), { keptUntil: seenUntil(row) })
  moveToMessage(step, { message: id, files: attached, endsAt })
  step.addJob({ kind: 'content', id }, attached.length === 0 ? 0 : HELD)
  if (attached.length > 0) step.after(() => step.world.flushFiles())
  const { draft, ...rest } = step.model.row
  step.model = { ...step.model, row: rest }
  if (draft !== undefined) await writeNote(step, step.world, { kind: 'draft', room: step.room, text: '' })
  step.patchRow({ activeAt: Math.max(rest.activeAt, sentAt) })
  return { kind: 'queued', id }
}

async function untilSealed(core: Core, files: readonly FileId[]): Promise<void> {
  for (const id of files) await core.files.sealing.get(id)?.ended.catch(() => undefined)
}

/** Content carries seconds; the row must not promise more than the content does. */
function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}
