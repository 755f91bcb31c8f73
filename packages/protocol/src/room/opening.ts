import { concat, equal } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, list, literal, optional, parseExactlyWith, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { hashLabelled, signLabelled, verifyLabelled } from '../crypto/labelled.ts'
import { accountId, deviceId, logId, roomId } from '../ids/ids.ts'
import type { AccountId, DeviceId, LogId, RoomId } from '../ids/ids.ts'
import { keyCodec, SIGNATURE_BYTES } from '../ids/keys.ts'
import type { LeafPrivateKey, LeafPublicKey } from '../ids/keys.ts'
import { providerCodec } from '../identity/provider.ts'
import type { Provider } from '../identity/provider.ts'
import { HASH_BYTES, headCodec } from '../log/receipt.ts'
import type { Head } from '../log/receipt.ts'

/**
 * The signed object by which a member starts a hub's log of a room (R2). It is not an MLS commit, so rival openings do not
 * fork the group. The log's id is its hash; the hub never sees the opening itself, only that id (R6).
 */
export type Opening = {
  readonly format: 1
  readonly room: RoomId
  /** The opening before; absent in the first one, which creates the room. */
  readonly previous?: LogId
  /** 1 for the first, then the previous plus 1. */
  readonly term: number
  /** Where it goes on in the log of the previous opening; absent in the first one (R3). */
  readonly base?: OpeningBase
  readonly hub: Provider
  readonly opener: Opener
  /** UTC ms. */
  readonly openedAt: number
  /** 32 random bytes; in the first opening the room id is made of them (R1). */
  readonly nonce: Uint8Array
}

/** The last entry up to which the opener holds an unbroken receipted chain, all of it judged (R3). */
export type OpeningBase = { readonly head: Head; readonly epoch: number; readonly authenticatorHash: Uint8Array }

export type Opener = { readonly account: AccountId; readonly device: DeviceId; readonly leafKey: LeafPublicKey }

export type SignedOpening = { readonly opening: Uint8Array; readonly signature: Uint8Array }

const NONCE_BYTES = 32
const OPENING_BYTES_MAX = 4 * 1024
/** More moves than a room makes in years. */
export const OPENINGS_MAX = 1_000

const openerCodec: Codec<Opener> = struct({
  account: field(0, accountId.codec),
  device: field(1, deviceId.codec),
  leafKey: field(2, keyCodec<LeafPublicKey>()),
})

const baseCodec: Codec<OpeningBase> = struct({
  head: field(0, headCodec),
  epoch: field(1, uint()),
  authenticatorHash: field(2, bytes(HASH_BYTES)),
})

const openingCodec: Codec<Opening> = struct({
  format: field(0, literal(1)),
  room: field(1, roomId.codec),
  previous: optional(2, logId.codec),
  term: field(3, uint()),
  base: optional(4, baseCodec),
  hub: field(5, providerCodec),
  opener: field(6, openerCodec),
  openedAt: field(7, uint()),
  nonce: field(8, bytes(NONCE_BYTES)),
})

export const signedOpeningCodec: Codec<SignedOpening> = struct({
  opening: field(0, bytes({ max: OPENING_BYTES_MAX })),
  signature: field(1, bytes(SIGNATURE_BYTES)),
})

export const openingsCodec: Codec<readonly SignedOpening[]> = list(signedOpeningCodec, OPENINGS_MAX)

/** R1. `nonce` is the first opening's. */
export function roomIdOf(crypto: Crypto, creator: AccountId, nonce: Uint8Array): RoomId {
  return roomId.fromBytes(crypto.sha256(concat(accountId.toBytes(creator), nonce)))
}

/** R2. */
export function logIdOf(crypto: Crypto, signed: SignedOpening): LogId {
  return logId.fromBytes(hashLabelled(crypto, 'opening', signed.opening))
}

export async function signOpening(crypto: Crypto, key: LeafPrivateKey, opening: Opening): Promise<SignedOpening> {
  const encoded = encodeWith(openingCodec, opening)
  return { opening: encoded, signature: await signLabelled({ crypto, label: 'opening' }, key, encoded) }
}

/** The opening, if it is well-formed in itself and signed by the leaf it names. Membership is the caller's to check. */
export async function verifyOpening(crypto: Crypto, signed: SignedOpening): Promise<Opening | undefined> {
  const opening = parseExactlyWith(openingCodec, signed.opening)
  if (opening === undefined || !isWellFormed(crypto, opening)) return undefined
  const signature = { publicKey: opening.opener.leafKey, signature: signed.signature }
  return (await verifyLabelled({ crypto, label: 'opening' }, signature, signed.opening)) ? opening : undefined
}

function isWellFormed(crypto: Crypto, opening: Opening): boolean {
  const { term, previous, base, opener, nonce, room } = opening
  if (opening.hub.urls.length === 0) return false
  if (term > 1) return previous !== undefined && base !== undefined && base.head.log === previous
  const first = term === 1 && previous === undefined && base === undefined
  return first && roomIdOf(crypto, opener.account, nonce) === room
}

/** Are these the openings of one room, each following the one before? Answers the last, with its log. */
export async function verifyOpenings(
  crypto: Crypto,
  room: RoomId,
  chain: readonly SignedOpening[],
): Promise<{ readonly opening: Opening; readonly log: LogId } | undefined> {
  let last: { readonly opening: Opening; readonly log: LogId } | undefined
  for (const signed of chain) {
    const opening = await verifyOpening(crypto, signed)
    if (opening?.room !== room || opening.previous !== last?.log || opening.term !== (last?.opening.term ?? 0) + 1)
      return undefined
    last = { opening, log: logIdOf(crypto, signed) }
  }
  return last
}

/** Same bytes, same opening. */
export function isSameOpening(a: SignedOpening, b: SignedOpening): boolean {
  return equal(a.opening, b.opening)
}
