import type { RoomId, RoomState } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { dropRoom } from './drop-room.ts'

/**
 * Asks the others to remove us; until the hub has it, the room says that it is on its way. Whoever leaves a group as its last
 * moderator makes another one first, so that nobody is left without.
 */
export async function leaveRoom(core: Core, room: RoomId): Promise<void> {
  const { actor, outbox } = core.roomAt(room)
  const own = core.self.account.id
  const isAlone = await actor.run(async (step) => {
    const { row, group } = step.model
    const others = row.participants.some((account) => account !== own)
    if (group === undefined || !others) return true
    const heir = heirOf(group.context.state, own)
    if (heir !== undefined) step.addJob({ kind: 'change', change: { kind: 'role', account: heir, isModerator: true } })
    step.addJob({ kind: 'leave' })
    return false
  })
  if (isAlone === true) return dropRoom(core, room)
  await outbox.flush()
}

/** Who becomes moderator when the last one goes: the first in the order of the room's own list. */
function heirOf(
  { kind, participants }: RoomState,
  leaver: string,
): RoomState['participants'][number]['account'] | undefined {
  const others = participants.filter(({ account, role }) => account !== leaver && role !== 'banned')
  const isNeeded = kind === 'group' && !others.some(({ role }) => role === 'moderator')
  return isNeeded ? others[0]?.account : undefined
}
