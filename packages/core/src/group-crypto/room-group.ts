import {
  doorOf,
  EMPTY,
  EXPORTED_KEY_BYTES,
  exporter,
  parseCredential,
  parseRoomContext,
  isRoomSuite,
  parseLeafSlot,
} from '@rushlight/protocol'
import type { Crypto, DoorId, Leaf, RoomContext, RoomSuite } from '@rushlight/protocol'
import { exportSecret, membersOf, viewGroup } from './mls/index.ts'
import type { Group, LeafView } from './mls/index.ts'

/**
 * An MLS group as a room: every leaf has one credential of ours and its slot keys, the GroupContext holds one room state
 * and nothing else, and the two keys by which the hub's log is used are at hand. A group of any other shape is no room.
 */
export type RoomGroup = {
  readonly group: Group
  readonly suite: RoomSuite
  readonly epoch: number
  readonly ownLeaf: number
  readonly context: RoomContext
  readonly leaves: readonly Leaf[]
  /** K_e. */
  readonly doorKey: Uint8Array
  readonly door: DoorId
  /** W_e. */
  readonly wrapKey: Uint8Array
}

export type ReadRoom =
  | { readonly kind: 'room'; readonly room: RoomGroup }
  | { readonly kind: 'unknownFeature' }
  | { readonly kind: 'malformed' }

export function readRoom(crypto: Crypto, group: Group): ReadRoom {
  const { suite, extensions, epoch, ownLeaf } = viewGroup(group)
  const parsed = parseRoomContext(extensions)
  if (parsed.kind !== 'known') return parsed
  if (!isRoomSuite(suite)) return { kind: 'malformed' }
  const leaves: Leaf[] = []
  for (const member of membersOf(group)) {
    const leaf = readLeaf(member)
    if (leaf === undefined) return { kind: 'malformed' }
    leaves.push({ ...leaf, index: member.index })
  }
  const doorKey = exportKey(group, exporter.door)
  const keys = { doorKey, door: doorOf(crypto, doorKey), wrapKey: exportKey(group, exporter.wrap) }
  return {
    kind: 'room',
    room: { group, suite, epoch: Number(epoch), ownLeaf, context: parsed.context, leaves, ...keys },
  }
}

/** The same room after a message: only ratchets moved, so all that was read from the group still holds. */
export function withGroup(room: RoomGroup, group: Group): RoomGroup {
  return { ...room, group }
}

export function readLeaf(view: LeafView): Omit<Leaf, 'index'> | undefined {
  const credential = parseCredential(view.identity)
  const said = parseLeafSlot(view.extensions)
  return credential === undefined || said === undefined
    ? undefined
    : { credential, ...said, leafKey: view.signatureKey }
}

/** One of the registry's keys that need no context. */
export function exportKey(group: Group, label: string): Uint8Array {
  return exportSecret(group, label, { context: EMPTY, length: EXPORTED_KEY_BYTES })
}
