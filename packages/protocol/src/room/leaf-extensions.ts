import { bytes, encodeWith, field, parseExactlyWith, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { addressesCodec } from '../log/address.ts'
import type { Address } from '../log/address.ts'
import type { Slot } from '../log/roster.ts'
import { keyCodec } from '../ids/keys.ts'
import type { PostingPublicKey } from '../ids/keys.ts'
import type { Extension } from './room-state.ts'

/**
 * Private MLS extensions by which the leaf and the roster's slot of one device belong together (`spec/rooms.md` §4).
 * The keys stay with the leaf; the addresses are only told once, in the KeyPackage, since they change (F17).
 */
export const LEAF_EXTENSION_SLOT_KEYS = 0xf100
export const KEY_PACKAGE_EXTENSION_ADDRESSES = 0xf101

export type SlotKeys = Pick<Slot, 'postingKey' | 'reader'>

const READER_TAG_BYTES = 32

const slotKeysCodec: Codec<SlotKeys> = struct({
  postingKey: field(0, keyCodec<PostingPublicKey>()),
  reader: field(1, bytes(READER_TAG_BYTES)),
})

export function encodeSlotKeys({ postingKey, reader }: SlotKeys): readonly Extension[] {
  return [{ type: LEAF_EXTENSION_SLOT_KEYS, data: encodeWith(slotKeysCodec, { postingKey, reader }) }]
}

export function parseSlotKeys(extensions: readonly Extension[]): SlotKeys | undefined {
  const data = onlyExtension(extensions, LEAF_EXTENSION_SLOT_KEYS)
  return data === undefined ? undefined : parseExactlyWith(slotKeysCodec, data)
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
