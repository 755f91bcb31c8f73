import { updateBackup } from '../account/backup.ts'
import { decideNext } from '../outbox/decide-next.ts'
import { isLive } from '../room/room-model.ts'
import type { Core } from './core.ts'

/** Nothing of this device's is on its way to its provider, nor becomes due within `withinMs`. The backup goes at once. */
export async function isSettled(core: Core, withinMs: number): Promise<boolean> {
  if (!core.hasAccount) return true
  if (core.isReady) await updateBackup(core)
  if (core.self.row.backupDirty) return false
  if (await core.files.hasUploads()) return false
  for (const { actor, outbox } of core.rooms.values()) {
    const model = await actor.read()
    if (model === undefined || !isLive(model)) continue
    const task = decideNext(model, core.now() + withinMs)
    if (task.kind !== 'wait' || outbox.isReporting) return false
  }
  return true
}
