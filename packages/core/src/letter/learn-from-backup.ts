import { getBackup, openBackup } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

/**
 * Another device of the account knows better who is in a room where this one waits, and keeps it in the sealed backup: those
 * whom this device could ask may have left meanwhile. Read only; what is new in it otherwise is for the next put to join.
 */
export async function learnFromBackup(core: Core): Promise<void> {
  const answer = await core.link.call(getBackup, undefined)
  const backup = answer.kind === 'answer' ? answer.value.backup : undefined
  if (backup === undefined) return
  const opened = await openBackup(core.crypto, core.self.row.backupKey, backup.sealed)
  if (opened.kind !== 'opened') return
  for (const { room, title, participants, openings } of opened.content.rooms) {
    await core.rooms.get(room)?.actor.run(async (step) => {
      if (step.model.row.standing !== 'waiting') return
      step.patchRow({ title, participants })
      step.patchFrame({ openings })
    })
  }
}
