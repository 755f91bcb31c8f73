import { bytes, concat, field, list, roomId, struct, uint, bigEndian, parseBigEndian } from '@rushlight/protocol'
import type { Codec, Crypto, RoomId } from '@rushlight/protocol'
import type { Batch, RecordStore } from '@rushlight/records'
import { changedRatchets, decodeGroup, encodeGroup } from '../group-crypto/mls/index.ts'
import type { Group } from '../group-crypto/mls/index.ts'
import { loadRange, load, put, remove, removeAll } from '../vault/table.ts'
import type { Table } from '../vault/table.ts'

/**
 * The MLS state of a room in the vault (`spec/stored-formats.md` §3): tree and epoch secrets once per epoch, and one row
 * for each node of the secret tree, so that a message touches one small row. Nothing of a past epoch stays (R18).
 */
const EPOCH_BYTES_MAX = 8 * 1024 * 1024
const RATCHET_BYTES_MAX = 64 * 1024
const RATCHETS_MAX = 4096
const NODE_BYTES = 4
const ROOM_BYTES = 32

type StoredEpoch = { readonly epoch: Uint8Array }
type StoredRatchet = { readonly bytes: Uint8Array }
type RatchetKey = { readonly room: RoomId; readonly node: number }
type StagedGroup = { readonly epoch: Uint8Array; readonly ratchets: readonly NodeRatchet[] }
type NodeRatchet = { readonly node: number; readonly bytes: Uint8Array }

const epochBytes = bytes({ max: EPOCH_BYTES_MAX })
const ratchetBytes = bytes({ max: RATCHET_BYTES_MAX })

const epochCodec: Codec<StoredEpoch> = struct({ epoch: field(0, epochBytes) })
const ratchetCodec: Codec<StoredRatchet> = struct({ bytes: field(0, ratchetBytes) })
const nodeRatchetCodec: Codec<NodeRatchet> = struct({ node: field(0, uint()), bytes: field(1, ratchetBytes) })
const stagedCodec: Codec<StagedGroup> = struct({
  epoch: field(0, epochBytes),
  ratchets: field(1, list(nodeRatchetCodec, RATCHETS_MAX)),
})

const epochTable: Table<RoomId, StoredEpoch> = { name: 'group', key: (id) => roomId.toBytes(id), codec: epochCodec }
const ratchetTable: Table<RatchetKey, StoredRatchet> = {
  name: 'ratchet',
  key: ({ room, node }) => concat(roomId.toBytes(room), bigEndian(node, NODE_BYTES)),
  codec: ratchetCodec,
}
/** The epoch that an own commit under way would open. */
const stagedTable: Table<RoomId, StagedGroup> = { name: 'staged', key: (id) => roomId.toBytes(id), codec: stagedCodec }

/** The tables of this file, for the schema. */
export const GROUP_TABLES: readonly string[] = [epochTable.name, ratchetTable.name, stagedTable.name]

export async function loadGroup(store: RecordStore, crypto: Crypto, room: RoomId): Promise<Group | undefined> {
  const stored = await load(store, epochTable, room)
  if (stored === undefined) return undefined
  const query = { prefix: roomId.toBytes(room), limit: RATCHETS_MAX }
  const rows = await loadRange(store, ratchetTable, query)
  const ratchets = rows.map(({ key, value }) => ({
    node: parseBigEndian(key.subarray(ROOM_BYTES)),
    bytes: value.bytes,
  }))
  return decodeGroup(crypto, { epoch: stored.epoch, ratchets })
}

/** What to write when a room enters an epoch: everything of the one before goes. */
export function writeGroup(room: RoomId, group: Group): Batch {
  const { epoch, ratchets } = encodeGroup(group)
  return {
    removeRange: [removeAll(ratchetTable, roomId.toBytes(room))],
    put: [
      put(epochTable, room, { epoch }),
      ...ratchets.map(({ node, bytes }) => put(ratchetTable, { room, node }, { bytes })),
    ],
  }
}

/** What to write when a message was sealed or opened. */
export function writeRatchets(room: RoomId, before: Group, after: Group): Batch {
  const changed = changedRatchets(before, after)
  return {
    remove: changed.flatMap(({ node, bytes }) => (bytes === undefined ? [remove(ratchetTable, { room, node })] : [])),
    put: changed.flatMap(({ node, bytes }) =>
      bytes === undefined ? [] : [put(ratchetTable, { room, node }, { bytes })],
    ),
  }
}

export function removeGroup(room: RoomId): Batch {
  return {
    removeRange: [removeAll(ratchetTable, roomId.toBytes(room))],
    remove: [remove(epochTable, room), remove(stagedTable, room)],
  }
}

export function writeStaged(room: RoomId, group: Group): Batch {
  const { epoch, ratchets } = encodeGroup(group)
  return { put: [put(stagedTable, room, { epoch, ratchets })] }
}

export function removeStaged(room: RoomId): Batch {
  return { remove: [remove(stagedTable, room)] }
}

export async function loadStaged(store: RecordStore, crypto: Crypto, room: RoomId): Promise<Group | undefined> {
  const stored = await load(store, stagedTable, room)
  return stored === undefined ? undefined : decodeGroup(crypto, stored)
}
