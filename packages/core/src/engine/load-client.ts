import { accountId, roomId } from '@rushlight/protocol'
import { selfTable } from '../account/self-row.ts'
import { DEFAULT_SETTINGS, settingsTable } from '../account/settings-row.ts'
import { accountTable } from '../directory/account-row.ts'
import { keptTable, lineMarkTable } from '../history/kept-row.ts'
import { receivedTable } from '../message/received-row.ts'
import { roomTable } from '../room/room-row.ts'
import { load, loadEveryRow, loadRange } from '../vault/table.ts'
import type { Core } from './core.ts'

const NUMBER_BYTES = 8

/** Reads who we are and which rooms there are. Needs the link that the rooms are to work over. */
export async function loadAccount(core: Core): Promise<boolean> {
  const row = await load(core.store, selfTable, 'self')
  if (row === undefined) return false
  await core.setSelf(row)
  core.settings = (await load(core.store, settingsTable, 'settings')) ?? DEFAULT_SETTINGS
  core.isKeeper = (await load(core.store, keptTable, 'kept'))?.keeper === row.device
  for (const { key, value } of await loadEveryRow(core.store, accountTable)) {
    if (value.isBlocked) core.blocked.add(accountId.fromBytes(key))
  }
  return true
}

export async function loadRooms(core: Core): Promise<void> {
  for (const { key, value } of await loadEveryRow(core.store, roomTable)) {
    const id = roomId.fromBytes(key)
    const model = await core.roomAt(id).actor.read()
    for (const { count } of model?.jobs ?? []) core.noteCount(count)
    if (value.head !== undefined) core.roomOfLog.set(value.head.log, id)
  }
  const last = { prefix: new Uint8Array(), limit: 1, reverse: true }
  for (const { key } of await loadRange(core.store, lineMarkTable, last))
    core.noteCount(Number(new DataView(key.buffer, key.byteOffset).getBigUint64(0)))
  const newest = await loadRange(core.store, receivedTable, last)
  for (const { key } of newest)
    core.noteCount(Number(new DataView(key.buffer, key.byteOffset).getBigUint64(NUMBER_BYTES)))
}
