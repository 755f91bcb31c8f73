import { nameOfSelfNote, parseSelfNote, span } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { load } from '../vault/table.ts'
import { noteTable } from './note-row.ts'
import { tellOwnDevices } from './tell-own-devices.ts'

/** This device is in use: the others are told in which hour, and no closer. No provider learns of it. */
export async function noteUse(core: Core): Promise<void> {
  const used = core.self.row.device
  const usedAt = wholeHour(core.sharedNow())
  const row = await load(core.store, noteTable, nameOfSelfNote({ kind: 'deviceUse', used, addedAt: 0, usedAt: 0 }))
  const before = row === undefined ? undefined : parseSelfNote(row.note)
  const addedAt = before?.kind === 'deviceUse' ? before.addedAt : usedAt
  await tellOwnDevices(core, { kind: 'deviceUse', used, addedAt, usedAt })
}

function wholeHour(at: number): number {
  return Math.max(0, at - (at % span.HOUR_MS))
}
