import type { RoomId } from '@rushlight/protocol'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Desk } from './desk.ts'
import { findTarget } from './find-target.ts'

/** The room that somebody means: by its title or id, or the conversation with a person. */
export async function findConversation(desk: Desk, typed: string): Promise<RoomId> {
  const target = await findTarget(desk, typed)
  if (target.kind === 'room') return target.room.id
  const kind = target.person.isSelf ? 'self' : 'direct'
  const rooms = (await desk.client.rooms()).filter((room) => room.kind === kind)
  const found = rooms.find(({ participants }) => participants.some(({ account }) => account === target.person.account))
  if (found === undefined) throw new CommandFailure('unknownName')
  return found.id
}
