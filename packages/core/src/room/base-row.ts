import {
  accountId,
  bigEndian,
  concat,
  deviceId,
  field,
  HASH_BYTES,
  keyCodec,
  keyOf,
  list,
  literal,
  logId,
  recordHash,
  ROOM_DEVICES_MAX,
  roomId,
  struct,
  uint,
} from '@rushlight/protocol'
import type { AccountId, Codec, Crypto, DeviceId, LeafPublicKey, LogId, RecordHash, RoomId } from '@rushlight/protocol'
import { viewGroup } from '../group-crypto/mls/index.ts'
import type { RoomGroup } from '../group-crypto/room-group.ts'
import type { Table } from '../vault/table.ts'
import type { RoomStep } from './room-step.ts'

/**
 * Who was in the room in an epoch on which an opening may stand (R3): whoever made or endorsed one is held against it, also
 * when the room has gone on since. No key of the epoch is in it.
 */
export type BaseRow = {
  readonly format: 1
  /** Where the commit stands that began the epoch; at 0 of its first log if none did. */
  readonly log: LogId
  readonly seq: number
  readonly leaves: readonly BaseLeaf[]
  /** Participants who were not banned, and the records that the room counted with. */
  readonly accounts: readonly BaseAccount[]
}

type BaseLeaf = { readonly account: AccountId; readonly device: DeviceId; readonly leafKey: LeafPublicKey }
export type BaseAccount = { readonly account: AccountId; readonly record: RecordHash }

export type BaseKey = { readonly room: RoomId; readonly epoch: number; readonly authenticatorHash: Uint8Array }

/** Of so many leaves over all epochs that are kept; of the newest few epochs in any case. */
const LEAVES_KEPT_MAX = 4096
const EPOCHS_KEPT_MAX = 64
const EPOCHS_KEPT_MIN = 2
const EPOCH_BYTES = 8

const leafCodec: Codec<BaseLeaf> = struct({
  account: field(0, accountId.codec),
  device: field(1, deviceId.codec),
  leafKey: field(2, keyCodec<LeafPublicKey>()),
})

const accountCodec: Codec<BaseAccount> = struct({
  account: field(0, accountId.codec),
  record: field(1, recordHash.codec),
})

export const baseTable: Table<BaseKey, BaseRow> = {
  name: 'base-epoch',
  key: ({ room, epoch, authenticatorHash }) => concat(basesOfEpoch(room, epoch), authenticatorHash),
  codec: struct({
    format: field(0, literal(1)),
    log: field(1, logId.codec),
    seq: field(2, uint()),
    leaves: field(3, list(leafCodec, ROOM_DEVICES_MAX)),
    accounts: field(4, list(accountCodec, ROOM_DEVICES_MAX)),
  }),
}

/** What the rows of that epoch, of whichever branch, begin with. */
export function basesOfEpoch(room: RoomId, epoch: number): Uint8Array {
  return concat(roomId.toBytes(room), bigEndian(epoch, EPOCH_BYTES))
}

export function authenticatorHashOf(crypto: Crypto, { group }: RoomGroup): Uint8Array {
  return crypto.sha256(viewGroup(group).epochAuthenticator)
}

export function baseOf(group: RoomGroup, place: Pick<BaseRow, 'log' | 'seq'>): BaseRow {
  const { log, seq } = place
  const { participants } = group.context.state
  return {
    format: 1,
    log,
    seq,
    leaves: group.leaves.map(({ credential: { account, device }, leafKey }) => ({
      account,
      device,
      leafKey: keyOf<LeafPublicKey>(leafKey),
    })),
    accounts: participants.flatMap(({ account, role, head }) =>
      role === 'banned' ? [] : [{ account, record: head.hash }],
    ),
  }
}

/** The room enters that epoch; epochs of long ago are forgotten. */
export function noteBase(step: RoomStep, group: RoomGroup, place: Pick<BaseRow, 'log' | 'seq'>): void {
  const { room } = step
  const authenticatorHash = authenticatorHashOf(step.world.crypto, group)
  step.put(baseTable, { room, epoch: group.epoch, authenticatorHash }, baseOf(group, place))
  const byLeaves = Math.floor(LEAVES_KEPT_MAX / Math.max(1, group.leaves.length))
  const first = group.epoch - Math.max(EPOCHS_KEPT_MIN, Math.min(EPOCHS_KEPT_MAX, byLeaves))
  const none = new Uint8Array(HASH_BYTES)
  if (first > 0)
    step.removeBetween(baseTable, {
      from: { room, epoch: 0, authenticatorHash: none },
      to: { room, epoch: first, authenticatorHash: none },
    })
}
