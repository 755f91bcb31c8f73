import { updateBackups } from '../account/backup.ts'
import { decideNext } from '../outbox/decide-next.ts'
import { isLive } from '../room/room-model.ts'
import type { Core } from './core.ts'

/**
 * Nothing of this device's is on its way to its providers, nor becomes due within `withinMs`. The backup goes at once. What a
 * provider would have to take that does not answer, while another one does, is not due before it is tried again.
 */
export async function isSettled(core: Core, withinMs: number): Promise<boolean> {
  if (!core.hasAccount) return true
  const isKept = await core.history.settle()
  await updateBackups(core)
  if (!isKept) return false
  if (isBackupOwed(core)) return false
  if (await core.files.hasUploads()) return false
  const until = core.now() + withinMs
  const isOnline = core.homes.ready.length > 0
  for (const { actor, outbox } of core.rooms.values()) {
    const model = await actor.read()
    if (model === undefined || !isLive(model)) continue
    if (outbox.isReporting) return false
    const isResting = isOnline && outbox.restsUntil > until
    if (!isResting && decideNext(model, until).kind !== 'wait') return false
  }
  return true
}

/** By the homes that answer; where none does, by any. */
function isBackupOwed(core: Core): boolean {
  const { ready, all } = core.homes
  return (ready.length > 0 ? ready : all).some((home) => core.rowOf(home)?.backupDirty === true)
}
