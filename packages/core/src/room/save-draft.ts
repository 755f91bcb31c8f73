import type { RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'

/** What is being written stays with the room, in the vault; an empty text takes it away. */
export async function saveDraft(core: Core, room: RoomId, text: string): Promise<void> {
  await core.roomAt(room).actor.run(async (step) => {
    const { draft, ...row } = step.model.row
    if ((draft ?? '') === text) return
    step.model = { ...step.model, row }
    step.patchRow(text === '' ? {} : { draft: text })
  })
  if (text === '') await core.store.scrub()
}
