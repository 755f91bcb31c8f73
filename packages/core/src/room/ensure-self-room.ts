import { roomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { loadEveryRow } from '../vault/table.ts'
import { createRoom } from './create-room.ts'
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
  if (own.length > 0 && others > 0) return
  for (const { key } of own) await dropRoom(core, roomId.fromBytes(key))
  await createRoom(core, { kind: 'self', title: '', members: [] })
}
