import { bytes, encodeWith, field, parseExactlyWith, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { addressesCodec } from '../log/address.ts'
import type { Address } from '../log/address.ts'
import type { Slot } from '../log/roster.ts'
import { keyCodec } from '../ids/keys.ts'
import type { PostingPublicKey } from '../ids/keys.ts'
import { FEATURE_LEVEL_MAX } from './room-state.ts'
import type { Extension } from './room-state.ts'

/**
 * Private MLS extensions by which the leaf and the roster's slot of one device belong together (`spec/rooms.md` §4).
 * The keys stay with the leaf; the addresses are only told once, in the KeyPackage, since they change (F17).
 */
export const LEAF_EXTENSION_SLOT = 0xf100
export const KEY_PACKAGE_EXTENSION_ADDRESSES = 0xf101

export type SlotKeys = Pick<Slot, 'postingKey' | 'reader'>

/** What a leaf says beside its credential. */
export type LeafSlot = {
  readonly slot: SlotKeys
  /** The highest level that its device's program can judge (`spec/rooms.md` §6). */
  readonly featureLevel: number
}

const READER_TAG_BYTES = 32

const leafSlotCodec: Codec<SlotKeys & Pick<LeafSlot, 'featureLevel'>> = struct({
  postingKey: field(0, keyCodec<PostingPublicKey>()),
  reader: field(1, bytes(READER_TAG_BYTES)),
  featureLevel: field(2, uint(FEATURE_LEVEL_MAX)),
})

export function encodeLeafSlot({ slot: { postingKey, reader }, featureLevel }: LeafSlot): readonly Extension[] {
  return [{ type: LEAF_EXTENSION_SLOT, data: encodeWith(leafSlotCodec, { postingKey, reader, featureLevel }) }]
}

export function parseLeafSlot(extensions: readonly Extension[]): LeafSlot | undefined {
  const data = onlyExtension(extensions, LEAF_EXTENSION_SLOT)
  const parsed = data === undefined ? undefined : parseExactlyWith(leafSlotCodec, data)
  if (parsed === undefined) return undefined
  const { featureLevel, ...slot } = parsed
  return { slot, featureLevel }
}

export function encodeAddresses(addresses: readonly Address[]): readonly Extension[] {
  return [{ type: KEY_PACKAGE_EXTENSION_ADDRESSES, data: encodeWith(addressesCodec, addresses) }]
}

export function parseAddresses(extensions: readonly Extension[]): readonly Address[] | undefined {
  const data = onlyExtension(extensions, KEY_PACKAGE_EXTENSION_ADDRESSES)
  return data === undefined ? undefined : parseExactlyWith(addressesCodec, data)
}

/** Nothing but the one extension that belongs there: unknown ones are refused. */
function onlyExtension(extensions: readonly Extension[], type: number): Uint8Array | undefined {
  const [only, ...others] = extensions
  return others.length === 0 && only?.type === type ? only.data : undefined
}
