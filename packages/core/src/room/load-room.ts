import { accountId, deviceId, roomId } from '@rushlight/protocol'
import type { RoomId } from '@rushlight/protocol'
import { readRoom } from '../group-crypto/room-group.ts'
import { countOfJob, jobTable } from '../outbox/job-row.ts'
import { load, loadEveryRow, VaultDamaged } from '../vault/table.ts'
import { loadGroup } from './group-rows.ts'
import { deviceHeadTable } from './log-rows.ts'
import { deviceName } from './room-model.ts'
import type { RoomModel } from './room-model.ts'
import { frameTable, roomTable } from './room-row.ts'
import type { RoomWorld } from './room-step.ts'

const ROOM_BYTES = 32
const ACCOUNT_BYTES = 32

/** Reads a room whole; `undefined` if the vault has none of that id. */
export async function loadRoom(world: Pick<RoomWorld, 'store' | 'crypto'>, id: RoomId): Promise<RoomModel | undefined> {
  const { store, crypto } = world
  const row = await load(store, roomTable, id)
  if (row === undefined) return undefined
  const prefix = roomId.toBytes(id)
  const frame = await load(store, frameTable, id)
  const group = await loadGroup(store, crypto, id)
  const read = group === undefined ? undefined : readRoom(crypto, group)
  if (read !== undefined && read.kind !== 'room') throw new VaultDamaged()
  const jobs = await loadEveryRow(store, jobTable, prefix)
  const heads = await loadEveryRow(store, deviceHeadTable, prefix)
  return {
    id,
    row,
    frame,
    group: read?.room,
    jobs: jobs.map(({ key, value }) => ({ count: countOfJob(key), row: value })),
    heads: new Map(heads.map(({ key, value }) => [nameOfHead(key), value])),
  }
}

function nameOfHead(key: Uint8Array): string {
  const account = accountId.fromBytes(key.slice(ROOM_BYTES, ROOM_BYTES + ACCOUNT_BYTES))
  return deviceName(account, deviceId.fromBytes(key.slice(ROOM_BYTES + ACCOUNT_BYTES)))
}
