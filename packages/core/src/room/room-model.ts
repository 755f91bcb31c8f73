import type { AccountId, DeviceId, RoomId } from '@rushlight/protocol'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { JobRow } from '../outbox/job-row.ts'
import type { FrameRow, RoomRow } from './room-row.ts'

/** A room as it is in memory between two steps: exactly what the vault holds of it, read once. */
export type RoomModel = {
  readonly id: RoomId
  readonly row: RoomRow
  /** Absent while this device waits outside. */
  readonly frame: FrameRow | undefined
  readonly group: RoomGroup | undefined
  /** In the order in which they were begun. */
  readonly jobs: readonly QueuedJob[]
  /** How far each other device has judged, by `deviceName`. */
  readonly heads: ReadonlyMap<string, number>
}

export type QueuedJob = { readonly count: number; readonly row: JobRow }

/** A room this device is in and can judge. */
export type LiveRoom = RoomModel & { readonly frame: FrameRow; readonly group: RoomGroup }

export function isLive(model: RoomModel): model is LiveRoom {
  return model.frame !== undefined && model.group !== undefined
}

/** One device of one account, as the key of a map. */
export function deviceName(account: AccountId, device: DeviceId): string {
  return `${account} ${device}`
}
