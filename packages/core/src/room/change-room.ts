import { hasCapability, participantOf, ROOM_TITLE_BYTES_MAX, utf8 } from '@rushlight/protocol'
import type { Capability, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Change } from '../outbox/job-row.ts'

export type UserChange = Extract<Change, { kind: 'add' | 'remove' | 'title' | 'timers' | 'role' }>
export type Changed = 'queued' | 'notAllowed' | 'notInRoom' | 'tooLong'

const NEEDED: Readonly<Record<UserChange['kind'], Capability>> = {
  add: 'canAddParticipant',
  remove: 'canRemoveParticipant',
  title: 'canChangeRoomName',
  timers: 'canChangeTimers',
  role: 'canChangeUserRole',
}

/** Wants the room changed; it is when the commit is in force. What the room's rules do not allow is said at once. */
export async function changeRoom(core: Core, room: RoomId, change: UserChange): Promise<Changed> {
  if (change.kind === 'title' && utf8(change.title).length > ROOM_TITLE_BYTES_MAX) return 'tooLong'
  const { actor, outbox } = core.roomAt(room)
  const changed = await actor.run(async (step): Promise<Changed> => {
    const state = step.model.group?.context.state
    const own = state === undefined ? undefined : participantOf(state, core.self.account.id)
    if (state === undefined || own === undefined) return 'notInRoom'
    if (!hasCapability(state.kind, own.role, NEEDED[change.kind])) return 'notAllowed'
    const split =
      change.kind === 'add'
        ? change.accounts.map((account) => ({ kind: 'add', accounts: [account] }) as const)
        : [change]
    for (const one of split) step.addJob({ kind: 'change', change: one })
    return 'queued'
  })
  void outbox.flush()
  return changed ?? 'notInRoom'
}
