/** What people of a world do, as far as it took effect. A world in which one of these never happens shows nothing about it. */
export const deedKinds = [
  'spoke',
  'spokeExpiring',
  'spokeBurning',
  'read',
  'startedDirect',
  'createdRoom',
  'renamed',
  'changedTimers',
  'changedRole',
  'addedMember',
  'removedMember',
  'left',
  'droppedRoom',
  'accepted',
  'declined',
  'blocked',
  'unblocked',
  'tookBack',
  'deletedForMe',
  'resent',
  'drafted',
  'signedIn',
  'signedOut',
  'intruded',
] as const

export type DeedKind = (typeof deedKinds)[number]

export type DeedCounts = Record<DeedKind, number>

export function noDeeds(): DeedCounts {
  return {
    spoke: 0,
    spokeExpiring: 0,
    spokeBurning: 0,
    read: 0,
    startedDirect: 0,
    createdRoom: 0,
    renamed: 0,
    changedTimers: 0,
    changedRole: 0,
    addedMember: 0,
    removedMember: 0,
    left: 0,
    droppedRoom: 0,
    accepted: 0,
    declined: 0,
    blocked: 0,
    unblocked: 0,
    tookBack: 0,
    deletedForMe: 0,
    resent: 0,
    drafted: 0,
    signedIn: 0,
    signedOut: 0,
    intruded: 0,
  }
}
