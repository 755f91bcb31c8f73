import type { Core } from '../engine/core.ts'
import { pullRoom } from '../room/pull-log.ts'
import { Meetings } from './meetings.ts'

/** Gives the rooms of a client what they ask for when their hub is ahead of them, or does not know them any more. */
export function serveRooms(core: Core): void {
  const meetings = new Meetings(core)
  core.pull = async (actor) => {
    const pulled = await pullRoom(core, actor)
    if (pulled !== 'done' && pulled !== 'later') core.meet(actor.id)
    return pulled === 'later' ? 'later' : 'done'
  }
  core.meet = (room) => meetings.meet(room)
  core.meetNewest = () => meetings.meetNewest()
  core.doubt = (hub) => meetings.doubt(hub)
}
