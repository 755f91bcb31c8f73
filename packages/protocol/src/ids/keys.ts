import { bytes, mapped } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Brand } from '../bytes/brand.ts'

/**
 * One type per role of a key, so that no key can be used in another's place. All signing keys are Ed25519 (32-byte
 * seed, 32-byte public key), all sealing keys X25519.
 */
export type PublicKey<Role extends string> = Brand<Uint8Array, `${Role}PublicKey`>
export type PrivateKey<Role extends string> = Brand<Uint8Array, `${Role}PrivateKey`>

export const KEY_BYTES = 32
export const SIGNATURE_BYTES = 64

/** Signs account records, and binds leaves to the account. Held by each of the account's devices. */
export type AccountPublicKey = PublicKey<'Account'>
export type AccountPrivateKey = PrivateKey<'Account'>
/** Outranks the account key (R35). Made at sign-up; later only in its owner's recovery phrase. */
export type RecoveryPublicKey = PublicKey<'Recovery'>
export type RecoveryPrivateKey = PrivateKey<'Recovery'>
/** Stays on one device: proves the device to providers, signs notes, letters and reseat requests. */
export type DevicePublicKey = PublicKey<'Device'>
export type DevicePrivateKey = PrivateKey<'Device'>
/** A device's letters are sealed to it. */
export type LetterPublicKey = PublicKey<'Letter'>
export type LetterPrivateKey = PrivateKey<'Letter'>
/** MLS signature key of one leaf, fresh per KeyPackage. */
export type LeafPublicKey = PublicKey<'Leaf'>
export type LeafPrivateKey = PrivateKey<'Leaf'>
/** Lets one device post into one room's log; fresh per joining (R7). */
export type PostingPublicKey = PublicKey<'Posting'>
export type PostingPrivateKey = PrivateKey<'Posting'>
/** Lets members of a room write under one tag of one provider's board; made of a meeting secret (R19). */
export type BoardPublicKey = PublicKey<'Board'>
export type BoardPrivateKey = PrivateKey<'Board'>
/** Names one device's cell under a tag, which nobody else can replace (R19). */
export type CellPublicKey = PublicKey<'Cell'>
export type CellPrivateKey = PrivateKey<'Cell'>
/** A provider's signature: receipts of the logs it keeps, and requests to other providers. */
export type ProviderPublicKey = PublicKey<'Provider'>
export type ProviderPrivateKey = PrivateKey<'Provider'>
/** What is for a provider's eyes only is sealed to it: submits, pointers in addresses. */
export type ProviderSealingPublicKey = PublicKey<'ProviderSealing'>
export type ProviderSealingPrivateKey = PrivateKey<'ProviderSealing'>

/** The codec of a key of any role: the type it is assigned to gives the role. */
export function keyCodec<K extends Uint8Array>(): Codec<K> {
  return mapped<Uint8Array, K>(bytes(KEY_BYTES), { parse: (value) => keyOf<K>(value), encode: (key) => key })
}

/** Gives 32 bytes their role. The caller drew or derived them for it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the role
export function keyOf<K extends Uint8Array>(value: Uint8Array): K {
  if (value.length !== KEY_BYTES) throw new RangeError('wrong length of a key')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one place where keys get their role
  return value as K
}
