import { participantOf } from '@rushlight/protocol'
import type { AccountId, RoomChange, RoomState } from '@rushlight/protocol'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { RoomEvent } from '../message/message-row.ts'

export type RoomBefore = { readonly before: RoomGroup; readonly leaving: readonly AccountId[] }

/** What people should see of a commit, in the order in which they would tell it. */
export function eventsOf({ before, leaving }: RoomBefore, change: RoomChange): readonly RoomEvent[] {
  const was = before.context.state
  const is = change.context.state
  const added = is.participants
    .map(({ account }) => account)
    .filter((account) => participantOf(was, account) === undefined)
  const gone = was.participants
    .map(({ account }) => account)
    .filter((account) => participantOf(is, account) === undefined)
  const removed = gone.filter((account) => !leaving.includes(account))
  const events: RoomEvent[] = []
  if (added.length > 0) events.push({ kind: 'added', accounts: added })
  if (removed.length > 0) events.push({ kind: 'removed', accounts: removed })
  if (is.title !== was.title) events.push({ kind: 'renamed', title: is.title })
  if (!isSameTimers(was, is)) events.push({ kind: 'timers', timers: is.timers })
  for (const { account, role } of is.participants) {
    const earlier = participantOf(was, account)
    if (earlier !== undefined && earlier.role !== role)
      events.push({ kind: 'role', account, isModerator: role === 'moderator' })
  }
  const returned = new Set(
    change.added.map(({ leaf }) => leaf.credential.account).filter((account) => !added.includes(account)),
  )
  for (const account of returned) events.push({ kind: 'device', account })
  return events
}

function isSameTimers(a: RoomState, b: RoomState): boolean {
  return a.timers.expireMs === b.timers.expireMs && a.timers.burnMs === b.timers.burnMs
}
