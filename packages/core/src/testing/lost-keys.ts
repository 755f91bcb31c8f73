import type { RoomId } from '@rushlight/protocol'
import { Client } from '../engine/client.ts'
import { Group } from '../group-crypto/mls/group.ts'
import { withGroup } from '../group-crypto/room-group.ts'

/** The device goes on, but the next commit of another hands it a secret that it cannot open: as if it had been made for others. */
export async function loseNodeKeys(client: Client, room: RoomId): Promise<void> {
  await Client.coreOf(client)
    .roomAt(room)
    .actor.run(async (step) => {
      const { group } = step.model
      if (group === undefined) return
      const state = Group.stateOf(group.group)
      const { crypto } = step.world
      const lost = [...state.keys].map(
        ([node, pair]) => [node, { ...pair, privateKey: crypto.randomBytes(pair.privateKey.length) }] as const,
      )
      step.setGroup(withGroup(group, new Group({ ...state, keys: new Map(lost) })))
    })
}
