import type { MessageId, RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { findMessage } from '../message/write-message.ts'

/**
 * Says a message of ours once more, the same bytes in a new entry, as an author will after the room has moved to another
 * hub (R27). `false`: there is nothing of it left to say.
 */
export async function resendContent(client: Client, room: RoomId, id: MessageId): Promise<boolean> {
  const { actor, outbox } = Client.coreOf(client).roomAt(room)
  const isSaid = await actor.run(async (step) => {
    const found = await findMessage(step, id)
    const isTaken = found?.row.isOwn === true && found.row.body.kind === 'content' && found.row.place !== undefined
    if (!isTaken || step.model.row.standing !== 'joined') return false
    step.addJob({ kind: 'content', id })
    return true
  })
  void outbox.flush()
  return isSaid === true
}
