import type { RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'

/** Has this device be reached at a fresh address of the room now, instead of hours after a removal (R12). */
export async function wantFreshAddresses(client: Client, room: RoomId): Promise<void> {
  const { actor, outbox } = Client.coreOf(client).roomAt(room)
  await actor.run(async (step) => step.addJob({ kind: 'addresses' }))
  void outbox.flush()
}
