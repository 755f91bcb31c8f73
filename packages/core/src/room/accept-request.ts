import type { RoomId } from '@rushlight/protocol'
import { addContact } from '../directory/change-contact.ts'
import type { Core } from '../engine/core.ts'
import { oweHead } from './owe-head.ts'

/** The user wants the room that somebody put them into: from now on its others see what is delivered and read. */
export async function acceptRequest(core: Core, room: RoomId): Promise<void> {
  const { actor, outbox } = core.roomAt(room)
  const invitedBy = await actor.run(async (step) => {
    if (step.model.row.standing !== 'request') return undefined
    step.patchRow({ standing: 'joined' })
    oweHead(step)
    return step.model.row.invitedBy
  })
  if (invitedBy !== undefined) await addContact(core, invitedBy)
  void outbox.flush()
}
