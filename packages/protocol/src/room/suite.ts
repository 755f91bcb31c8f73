import { mapped, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { DEVICES_PER_ACCOUNT_EXPECTED, POST_QUANTUM_DEVICES_EXPECTED_MAX } from '../limits.ts'
import type { RoomKind } from './role.ts'

/**
 * The cipher suite of a room (`spec/rooms.md` §1). A room keeps the one that it was made with. The first is of X-Wing
 * (ML-KEM-768 and X25519): what is recorded today stays shut when there are computers that break curves. Its keys are
 * forty times as long, which is nothing among a hundred devices and too much among a thousand.
 */
export const ROOM_SUITES = [0xf00d, 0x0001] as const
export type RoomSuite = (typeof ROOM_SUITES)[number]

export const roomSuiteCodec: Codec<RoomSuite> = mapped<number, RoomSuite>(uint(0xffff), {
  parse: (suite) => (isRoomSuite(suite) ? suite : undefined),
  encode: (suite) => suite,
})

export type ExpectedRoom = { readonly kind: RoomKind; readonly accounts: number }

/** By what is known when the room is made; nobody can tell how it will grow. */
export function suiteForRoom({ kind, accounts }: ExpectedRoom): RoomSuite {
  const devices = accounts * DEVICES_PER_ACCOUNT_EXPECTED
  return kind !== 'group' || devices <= POST_QUANTUM_DEVICES_EXPECTED_MAX ? 0xf00d : 0x0001
}

export function isRoomSuite(suite: number): suite is RoomSuite {
  return ROOM_SUITES.some((one) => one === suite)
}

export function isPostQuantum(suite: number): boolean {
  return suite === 0xf00d
}
