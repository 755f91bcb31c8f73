import { accountId, parseBase64url, roomId } from '@rushlight/protocol'
import type { MessageId, RoomId } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { Core } from '../engine/core.ts'
import { isDeletion } from '../message/is-deletion.ts'
import { messageIdTable, messageTable, parsePlace } from '../message/message-row.ts'
import { load, loadEveryRow, loadRange } from '../vault/table.ts'
import { viewFiles } from './file-view.ts'
import { viewMessage } from './message-view.ts'
import type { MessageView } from './message-view.ts'
import { viewPerson, viewRoom } from './room-view.ts'
import type { PersonView, RoomView } from './room-view.ts'

export const PAGE_MESSAGES_MAX = 200

/** All rooms: those that are pinned, then the others, each the most recently active first. */
export async function listRooms(core: Core): Promise<readonly RoomView[]> {
  const views: RoomView[] = []
  for (const { actor } of core.rooms.values()) {
    const model = await actor.read()
    if (model !== undefined) views.push(await viewRoom(core, model))
  }
  return views.sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || b.activeAt - a.activeAt)
}

export async function findRoom(core: Core, id: RoomId): Promise<RoomView | undefined> {
  const model = await core.rooms.get(id)?.actor.read()
  return model === undefined ? undefined : viewRoom(core, model)
}

export type PageQuery = {
  readonly limit: number
  /** Cursor of the oldest line known: go further back. Absent: the newest. */
  readonly before?: string
}

/** A page of a conversation, oldest first. */
export async function listMessages(
  core: Core,
  room: RoomId,
  { limit, before }: PageQuery,
): Promise<readonly MessageView[]> {
  const after = before === undefined ? undefined : parseBase64url(before)
  const query = { prefix: roomId.toBytes(room), limit: Math.min(limit, PAGE_MESSAGES_MAX), reverse: true }
  const rows = await loadRange(core.store, messageTable, after === undefined ? query : { ...query, after })
  const deliveredUpTo = await deliveredIn(core, room)
  const views: MessageView[] = []
  for (const { key, value } of rows) {
    const found = { place: parsePlace(key), row: value }
    if (!isDeletion(value)) views.push(viewMessage(found, { deliveredUpTo, files: await viewFiles(core, found) }))
  }
  return views.reverse()
}

export async function findMessageView(core: Core, room: RoomId, id: MessageId): Promise<MessageView | undefined> {
  const place = await load(core.store, messageIdTable, { room, id })
  const row = place === undefined ? undefined : await load(core.store, messageTable, place)
  if (place === undefined || row === undefined) return undefined
  const files = await viewFiles(core, { place, row })
  return viewMessage({ place, row }, { deliveredUpTo: await deliveredIn(core, room), files })
}

/** Everybody this device knows as a contact, and whom it blocks. */
export async function listContacts(core: Core): Promise<readonly PersonView[]> {
  const rows = await loadEveryRow(core.store, accountTable)
  const known = rows.filter(({ value }) => value.isContact || value.isBlocked)
  return Promise.all(known.map(({ key }) => viewPerson(core, accountId.fromBytes(key))))
}

async function deliveredIn(core: Core, room: RoomId): Promise<number> {
  const model = await core.rooms.get(room)?.actor.read()
  return model?.row.deliveredUpTo ?? 0
}
