import type { AccountId, RoomId } from '@rushlight/protocol'
import { addContact } from '../directory/change-contact.ts'
import type { Core } from '../engine/core.ts'
import { oweHead } from './owe-head.ts'

/** The user wants the room that somebody put them into: from now on its others see what is delivered and read. */
export async function acceptRequest(core: Core, room: RoomId): Promise<void> {
  const invitedBy = await accept(core, room)
  if (invitedBy !== undefined) await addContact(core, invitedBy)
}

/** Another device of the account has accepted a room that this account put them into. */
export async function acceptRequestsOf(core: Core, inviter: AccountId): Promise<void> {
  for (const [room, { actor }] of core.rooms) {
    const row = (await actor.read())?.row
    if (row?.standing === 'request' && row.invitedBy === inviter) await accept(core, room)
  }
}

async function accept(core: Core, room: RoomId): Promise<AccountId | undefined> {
  const { actor, outbox } = core.roomAt(room)
  const invitedBy = await actor.run(async (step) => {
    if (step.model.row.standing !== 'request') return undefined
    step.patchRow({ standing: 'joined' })
    oweHead(step)
    return step.model.row.invitedBy
  })
  void outbox.flush()
  return invitedBy
}
