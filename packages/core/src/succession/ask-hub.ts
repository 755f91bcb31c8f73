import { ENTRY_KEPT_MS_MAX } from '@rushlight/protocol'
import type { Provider, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { pullRoom } from '../room/pull-log.ts'
import { greetAnew } from './places.ts'

/** What the hub says of the room's log now: `below` is less than it had given its word for; `withheld` entries do not come, or are none (R20 c). */
export type HubAnswer = 'known' | 'unknown' | 'below' | 'withheld' | 'silent'

/** Asks it, and takes what it has. */
export async function askHub(core: Core, room: RoomId, hub: Provider): Promise<HubAnswer> {
  const { actor } = core.roomAt(room)
  const pulled = await pullRoom(core, actor)
  if (pulled === 'later') return 'silent'
  if (pulled === 'below') return 'below'
  if (pulled === 'done') return 'known'
  // One that this device cannot judge (any more) is not the hub's doing.
  if (pulled === 'withheld') return (await actor.read())?.row.standing === 'joined' ? 'withheld' : 'known'
  const model = await actor.read()
  const greeting = await greetAnew(core, hub)
  if (model === undefined || greeting === undefined) return 'silent'
  const { hubLife, lastAcceptedAt } = model.row
  const isOfThisLife = hubLife === greeting.incarnation
  const isToBeOpened = model.jobs.some(({ row }) => row.job.kind === 'open')
  if (isToBeOpened) return isOfThisLife ? 'known' : 'unknown'
  // A hub forgets whom a commit took out once nothing is left for him to pull, and not before.
  const isForgotten = lastAcceptedAt > 0 && lastAcceptedAt < core.sharedNow() - ENTRY_KEPT_MS_MAX
  return isOfThisLife && isForgotten ? 'known' : 'unknown'
}
