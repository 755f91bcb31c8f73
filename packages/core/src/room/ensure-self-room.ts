import { roomId } from '@rushlight/protocol'
import type { RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { loadEveryRow, loadRange } from '../vault/table.ts'
import { createRoom } from './create-room.ts'
import { messageTable } from '../message/message-row.ts'
import { roomTable } from './room-row.ts'
import type { Standing } from './room-row.ts'
import { dropRoom } from './drop-room.ts'

const USABLE: ReadonlySet<Standing> = new Set(['creating', 'joined'])

/** Notes to self: a room of one's own devices alone. If none of them is left to let this one in, a new one is begun. */
export async function ensureSelfRoom(core: Core): Promise<void> {
  const rows = await loadEveryRow(core.store, roomTable)
  const own = rows.filter(({ value }) => value.kind === 'self')
  if (own.some(({ value }) => USABLE.has(value.standing))) return
  const others = core.self.account.record.devices.length - 1
  if (own.some(({ value }) => value.standing !== 'left') && others > 0) return
  for (const { key } of own) await endSelfRoom(core, roomId.fromBytes(key))
  await createRoom(core, { kind: 'self', title: '', members: [] })
}

/** Nobody lets this device in there any more. What it brought along of it (an export, a backup) stays to be read. */
async function endSelfRoom(core: Core, room: RoomId): Promise<void> {
  const lines = await loadRange(core.store, messageTable, { prefix: roomId.toBytes(room), limit: 1 })
  if (lines.length === 0) return dropRoom(core, room)
  await core.roomAt(room).actor.run((step) => Promise.resolve(step.patchRow({ standing: 'left' })))
}
