/**
 * Roles and capabilities in the terms and numbers of draft-ietf-mimi-room-policy-03. Role 0 is "not a participant" and
 * role 1 "banned" by its convention.
 */
export type Role = 'banned' | 'member' | 'moderator'

/** In the order of their role_index, 1 first. */
export const ROLES: readonly ['banned', 'member', 'moderator'] = ['banned', 'member', 'moderator']

/** Numbers of the draft; those of 0xF000 and above are ours. */
export const capability = {
  canAddParticipant: 0x0000,
  canRemoveParticipant: 0x0001,
  canAddOwnClient: 0x0002,
  canRemoveOwnClient: 0x0003,
  canRemoveSelf: 0x0006,
  canBan: 0x000a,
  canUnBan: 0x000b,
  canKick: 0x000c,
  canChangeUserRole: 0x000f,
  canSendMessage: 0x0100,
  canReceiveMessage: 0x0101,
  canChangeRoomName: 0x0300,
  canChangeTimers: 0xf001,
  canChangeAvailability: 0xf002,
  /** The first one: from then on the organisation's key decides. */
  canSetPolicy: 0xf003,
} as const

export type Capability = keyof typeof capability

export type RoomKind = 'self' | 'direct' | 'group'

const OF_EVERYONE: ReadonlySet<Capability> = new Set([
  'canAddOwnClient',
  'canRemoveOwnClient',
  'canRemoveSelf',
  'canSendMessage',
  'canReceiveMessage',
])

const OF_A_MODERATOR: ReadonlySet<Capability> = new Set([
  ...OF_EVERYONE,
  'canAddParticipant',
  'canRemoveParticipant',
  'canBan',
  'canUnBan',
  'canKick',
  'canChangeUserRole',
  'canChangeRoomName',
  'canChangeTimers',
  'canChangeAvailability',
  'canSetPolicy',
])

/** A conversation of two belongs to both alike: nobody joins it, and either may change its timers. */
const OF_TWO: ReadonlySet<Capability> = new Set([...OF_EVERYONE, 'canChangeTimers'])

export function hasCapability(kind: RoomKind, role: Role, wanted: Capability): boolean {
  if (role === 'banned') return false
  if (kind !== 'group') return OF_TWO.has(wanted)
  return (role === 'moderator' ? OF_A_MODERATOR : OF_EVERYONE).has(wanted)
}
