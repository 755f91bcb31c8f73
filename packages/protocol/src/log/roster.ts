import { hex } from '../bytes/text-encodings.ts'
import { bytes, encodeWith, field, list, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { keyCodec } from '../ids/keys.ts'
import type { PostingPublicKey } from '../ids/keys.ts'
import { ROOM_DEVICES_MAX } from '../limits.ts'
import { addressesCodec } from './address.ts'
import type { Address } from './address.ts'

/** One device's place in a room's roster (R7): may post with this key, is reached at these addresses, in this order. */
export type Slot = {
  readonly postingKey: PostingPublicKey
  /** Hash of the secret by which the device pulls (`readerTag`). */
  readonly reader: Uint8Array
  readonly addresses: readonly Address[]
}

/** One slot per leaf. Sealed under K_e it is a door's content. */
export type Roster = readonly Slot[]

/**
 * How a commit changes the roster; the hub applies it itself (R9), and clients compare it with the commit's content. The
 * child door is no part of it: it is made of the commit, so the commit cannot name it; the receipt does.
 */
export type Delta = {
  readonly removed: readonly PostingPublicKey[]
  readonly added: readonly Slot[]
}

export const READER_SECRET_BYTES = 32
const READER_TAG_BYTES = 32

export const slotCodec: Codec<Slot> = struct({
  postingKey: field(0, keyCodec<PostingPublicKey>()),
  reader: field(1, bytes(READER_TAG_BYTES)),
  addresses: field(2, addressesCodec),
})

export const rosterCodec: Codec<Roster> = list(slotCodec, ROOM_DEVICES_MAX)

export const deltaCodec: Codec<Delta> = struct({
  removed: field(0, list(keyCodec<PostingPublicKey>(), ROOM_DEVICES_MAX)),
  added: field(1, list(slotCodec, ROOM_DEVICES_MAX)),
})

/** The child roster, or `undefined` if the delta removes who is not there, adds who is, or grows beyond the limit. */
export function applyDelta(roster: Roster, delta: Delta): Roster | undefined {
  const removed = new Set(delta.removed.map((key) => hex(key)))
  const kept = roster.filter(({ postingKey }) => !removed.has(hex(postingKey)))
  const child = [...kept, ...delta.added]
  const keys = new Set(child.map(({ postingKey }) => hex(postingKey)))
  const consistent = removed.size === delta.removed.length && kept.length === roster.length - removed.size
  return consistent && keys.size === child.length && child.length <= ROOM_DEVICES_MAX ? child : undefined
}

/** `setAddress` (R12): the slot with the new addresses, or `undefined` if there is no such slot. */
export function replaceAddresses(roster: Roster, change: Pick<Slot, 'postingKey' | 'addresses'>): Roster | undefined {
  const wanted = hex(change.postingKey)
  const i = roster.findIndex(({ postingKey }) => hex(postingKey) === wanted)
  const slot = roster[i]
  return slot === undefined ? undefined : roster.with(i, { ...slot, addresses: change.addresses })
}

/** What stands for a reader secret in the roster and at the hub. */
export function readerTag(crypto: Crypto, secret: Uint8Array): Uint8Array {
  return hashLabelled(crypto, 'reader', secret)
}

export function hashOfDelta(crypto: Crypto, delta: Delta): Uint8Array {
  return hashLabelled(crypto, 'delta', encodeWith(deltaCodec, delta))
}
