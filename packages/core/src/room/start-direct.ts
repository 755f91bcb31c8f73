import { roomId } from '@rushlight/protocol'
import type { AccountId, RoomId } from '@rushlight/protocol'
import { addContact } from '../directory/change-contact.ts'
import type { Core } from '../engine/core.ts'
import { loadEveryRow } from '../vault/table.ts'
import { acceptRequest } from './accept-request.ts'
import { createRoom } from './create-room.ts'
import { roomTable } from './room-row.ts'
import type { Standing } from './room-row.ts'

const USABLE: ReadonlySet<Standing> = new Set(['creating', 'joined', 'request', 'waiting', 'stuck', 'updateNeeded'])

/**
 * The conversation with one other person: the one there is, or a new one. Where both began one at the same time there are
 * two; both sides then speak in the same, the one whose id is lower.
 */
export async function startDirect(core: Core, account: AccountId): Promise<RoomId | undefined> {
  await addContact(core, account)
  const known = await findDirect(core, account)
  if (known === undefined) return createRoom(core, { kind: 'direct', title: '', members: [account] })
  await acceptRequest(core, known)
  return known
}

async function findDirect(core: Core, account: AccountId): Promise<RoomId | undefined> {
  const rows = await loadEveryRow(core.store, roomTable)
  const found = rows.find(
    ({ value }) => value.kind === 'direct' && USABLE.has(value.standing) && value.participants.includes(account),
  )
  return found === undefined ? undefined : roomId.fromBytes(found.key)
}
