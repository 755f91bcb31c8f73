import { updateBackups } from '../account/backup.ts'
import { decideNext } from '../outbox/decide-next.ts'
import { isLive } from '../room/room-model.ts'
import type { Core } from './core.ts'

/** Nothing of this device's is on its way to its providers, nor becomes due within `withinMs`. The backup goes at once. */
export async function isSettled(core: Core, withinMs: number): Promise<boolean> {
  if (!core.hasAccount) return true
  await updateBackups(core)
  if (isBackupOwed(core)) return false
  if (await core.files.hasUploads()) return false
  for (const { actor, outbox } of core.rooms.values()) {
    const model = await actor.read()
    if (model === undefined || !isLive(model)) continue
    const task = decideNext(model, core.now() + withinMs)
    if (task.kind !== 'wait' || outbox.isReporting) return false
  }
  return true
}

/** By the homes that answer; where none does, by any. */
function isBackupOwed(core: Core): boolean {
  const { ready, all } = core.homes
  return (ready.length > 0 ? ready : all).some((home) => core.rowOf(home)?.backupDirty === true)
}
