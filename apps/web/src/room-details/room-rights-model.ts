import type { RoomView } from '@rushlight/core'
import { hasCapability } from '@rushlight/protocol'
import type { Capability } from '@rushlight/protocol'

/** What this account may do in a room, by the rules that every client holds everyone to. */
export function may(room: Pick<RoomView, 'kind' | 'isModerator' | 'standing'>, capability: Capability): boolean {
  if (room.standing !== 'joined' && room.standing !== 'creating') return false
  return hasCapability(room.kind, room.isModerator ? 'moderator' : 'member', capability)
}

export function mayChangeTimers(room: RoomView): boolean {
  return may(room, 'canChangeTimers')
}
