import {
  deadlineOf,
  EXPIRE_MS_MAX,
  messageIdOf,
  messageOf,
  parseContent,
  roomUri,
  senderUri,
  timersOf,
  TOMBSTONE_KEPT_MS,
} from '@rushlight/protocol'
import type { AccountId, Leaf, MessageId, MimiContent, ReceiptBody } from '@rushlight/protocol'
import { eraseFiles } from '../file/erase-files.ts'
import { fetchPictures } from '../file/fetch-pictures.ts'
import { planRelease } from '../file/plan-release.ts'
import { oweHead } from '../room/owe-head.ts'
import type { RoomStep } from '../room/room-step.ts'
import { isUpTo, loadReadUpTo } from '../self-room/read-up-to.ts'
import { countRead, forgetEntry } from './erase-message.ts'
import type { MessageRow } from './message-row.ts'
import { receivedTable } from './received-row.ts'
import { reportTable } from './report-row.ts'
import type { SeenRow } from './seen-row.ts'
import { changeMessage, findMessage, loadSeen, putMessage, putSeen, seenName, seenUntil } from './write-message.ts'

/** A content in force: somebody of the room said something, or took it back. */
export type SpokenContent = { readonly sender: Leaf; readonly encoded: Uint8Array; readonly receipt: ReceiptBody }

/** Takes it into the vault: once, in time, and only what its sender may say (R28). What makes no sense is passed over. */
export async function takeContent(step: RoomStep, spoken: SpokenContent): Promise<void> {
  const content = parseContent(spoken.encoded)
  const timers = content === undefined ? undefined : timersOf(content, spoken.receipt.acceptedAt)
  if (content === undefined || timers === undefined) return
  const { account } = spoken.sender.credential
  const message = messageOf(content)
  if (message.kind === 'deletion')
    return takeDeletion(step, { of: message.of, by: account, at: spoken.receipt.acceptedAt })
  const id = idOf(step, account, { encoded: spoken.encoded, content })
  const row: MessageRow = {
    format: 1,
    id,
    sender: account,
    isOwn: account === step.world.self().account.id,
    body: { kind: 'content', encoded: spoken.encoded },
    ...timers,
    sentAt: spoken.receipt.acceptedAt,
    place: { seq: spoken.receipt.seq, acceptedAt: spoken.receipt.acceptedAt },
    readBy: [],
    readers: readersOf(step, account),
  }
  await takeRow(step, row)
}

export function idOf(
  step: RoomStep,
  sender: AccountId,
  { encoded, content }: { readonly encoded: Uint8Array; readonly content: MimiContent },
): MessageId {
  const place = { senderUri: senderUri(sender), roomUri: roomUri(step.room) }
  return messageIdOf(step.world.crypto, place, { encoded, salt: content.salt })
}

/** The other accounts of the room that can read what is said now. */
export function readersOf(step: RoomStep, sender: AccountId): readonly AccountId[] {
  const { group, row } = step.model
  const participants = group?.context.state.participants.flatMap(({ account, role }) =>
    role === 'banned' ? [] : [account],
  )
  return (participants ?? row.participants).filter((account) => account !== sender)
}

async function takeRow(step: RoomStep, came: MessageRow): Promise<void> {
  const name = seenName(step, came.id)
  const seen = await loadSeen(step, came.id)
  if (wasHere(seen, came.sender)) {
    // Said again because somebody may not have it (R27): that we have it is to be heard, too.
    if (!came.isOwn) oweHead(step)
    return
  }
  const row = await readBefore(step, came, seen?.readAt)
  putSeen(step, name, { keptUntil: seenUntil(row) })
  const now = step.world.now()
  const end = deadlineOf(row)
  // What comes too late was never here, but for its name: a copy of it must not come to life either.
  if ((end !== undefined && end <= now) || step.world.isBlocked(row.sender)) return forgetEntry(step, row)
  const at = row.place?.acceptedAt ?? now
  const place = { room: step.room, at, seq: row.place?.seq ?? 0, sub: 0 }
  putMessage(step, place, row)
  const { activeAt, unread } = step.model.row
  step.patchRow({ activeAt: Math.max(activeAt, at), unread: isUnread(row) ? unread + 1 : unread })
  await fetchPictures(step, row)
  if (row.isOwn) return
  oweHead(step)
  step.put(receivedTable, { at, count: step.world.nextCount() }, place)
  step.emit({ kind: 'received', room: step.room, id: row.id })
}

/** It came before, and was shown or came too late. What only another device has read, or a stranger taken back, was not. */
export function wasHere(seen: SeenRow | undefined, sender: AccountId): boolean {
  if (seen === undefined || seen.readAt !== undefined) return false
  return seen.deletedBy === undefined || seen.deletedBy === sender
}

/** Another device of the account may have read it before it came here: its clock runs from there (timers §2). */
async function readBefore(step: RoomStep, row: MessageRow, knownAt: number | undefined): Promise<MessageRow> {
  if (row.isOwn || row.place === undefined) return row
  const upTo = knownAt === undefined ? await loadReadUpTo(step, step.room) : undefined
  const readAt = knownAt ?? (upTo !== undefined && isUpTo(row.place, upTo) ? upTo.at : undefined)
  return readAt === undefined ? row : { ...row, readAt: Math.max(readAt, row.place.acceptedAt) }
}

function isUnread({ isOwn, readAt }: MessageRow): boolean {
  return !isOwn && readAt === undefined
}

type Deletion = { readonly of: MessageId; readonly by: AccountId; readonly at: number }

/** Only the author takes a message back. One that has not come yet will not be shown when it does. */
async function takeDeletion(step: RoomStep, { of, by, at }: Deletion): Promise<void> {
  const name = seenName(step, of)
  const found = await findMessage(step, of)
  if (found === undefined) {
    const seen = await loadSeen(step, of)
    const keptUntil = at + EXPIRE_MS_MAX + TOMBSTONE_KEPT_MS
    if (seen === undefined) putSeen(step, name, { keptUntil, deletedBy: by })
    return
  }
  const { place, row } = found
  if (row.sender !== by || row.body.kind === 'deleted') return
  forgetEntry(step, row)
  if (!row.isOwn && row.readAt === undefined) countRead(step, 1)
  for (const report of ['read', 'error'] as const) step.remove(reportTable, { room: step.room, id: of, report })
  if (row.isOwn) planRelease(step, row, step.world.now())
  eraseFiles(step, of)
  const { burnAfterMs, ...kept } = row
  changeMessage(step, place, { from: row, to: { ...kept, body: { kind: 'deleted' }, readAt: row.readAt ?? at } })
  step.emit({ kind: 'erased', room: step.room, id: of })
}
