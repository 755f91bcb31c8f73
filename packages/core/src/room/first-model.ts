import type { AccountId, Head, Incarnation, RoomId, RoomKind } from '@rushlight/protocol'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { RoomModel } from './room-model.ts'
import type { FrameRow, OwnSlot, RoomRow, Standing } from './room-row.ts'

/** A room that comes into the vault. */
export type NewRoom = {
  readonly id: RoomId
  readonly standing: Standing
  readonly kind: RoomKind
  readonly title: string
  readonly participants: readonly AccountId[]
  readonly frame: FrameRow
  readonly now: number
  /** Of a room that this device is in. */
  readonly seat?: Seat
  /** Of the provider that is its hub. */
  readonly hubLife?: Incarnation | undefined
  readonly invitedBy?: AccountId
}

type Seat = {
  readonly group: RoomGroup
  readonly head: Head
  readonly acceptedAt: number
  readonly slot: OwnSlot
}

/** The model before its first step writes it. `before`: what this device knew of the room already. */
export function firstModel(room: NewRoom, before?: RoomModel): RoomModel {
  const { standing, kind, title, participants, now, seat, invitedBy, hubLife } = room
  const {
    slot,
    head,
    voidCommits,
    stuckAt,
    apartFrom,
    hubLife: _,
    ...known
  } = before?.row ?? { activeAt: now, unread: 0, deliveredUpTo: 0 }
  const row: RoomRow = {
    ...known,
    format: 1,
    standing,
    kind,
    title,
    participants,
    deliveredUpTo: seat?.head.seq ?? 0,
    lastAcceptedAt: seat?.acceptedAt ?? 0,
    leafRenewedAt: now,
    ...(seat === undefined ? {} : { slot: seat.slot, head: seat.head }),
    ...(hubLife === undefined ? {} : { hubLife }),
    ...(invitedBy === undefined ? {} : { invitedBy }),
  }
  return { id: room.id, row, frame: room.frame, group: seat?.group, jobs: before?.jobs ?? [], heads: new Map() }
}
