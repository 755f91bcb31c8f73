import { EMPTY, concat } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, list, optional, parseWith, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { doorId, idempotencyKey, logId } from '../ids/ids.ts'
import type { DoorId, IdempotencyKey, LogId } from '../ids/ids.ts'
import { keyCodec, SIGNATURE_BYTES } from '../ids/keys.ts'
import type { PostingPublicKey } from '../ids/keys.ts'
import { ENTRY_BYTES_MAX, SPOKEN_OVER_MAX, SUCCESSOR_NOTES_MAX, WELCOME_BYTES_MAX } from '../limits.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import { hashLabelled } from '../crypto/labelled.ts'
import { addressesCodec } from './address.ts'
import type { Address } from './address.ts'
import { deltaCodec, hashOfDelta } from './roster.ts'
import type { Delta } from './roster.ts'
import { TIME_TO_LIVE_STEP_MAX } from './time-to-live.ts'

/**
 * How a device brings an entry to a hub (R7, R9, R10). On each connection it first passes the door once: it brings K_e and
 * proves its posting key, sealed to the hub; from then on its submits are sealed under a key that it chose there, which
 * stands for the signature and hides them from whoever relays them.
 */
export type DoorProof = {
  readonly doorKey: Uint8Array
  readonly postingKey: PostingPublicKey
  /** 32 random bytes: seals the submits that follow on this connection (AES-256-GCM). */
  readonly submitKey: Uint8Array
  /** By the posting key over the connection's challenge, log, door and submit key. */
  readonly signature: Uint8Array
}

export type Submit = {
  readonly log: LogId
  readonly door: DoorId
  readonly idempotencyKey: IdempotencyKey
  /** The last seq the device has judged: what came since goes back with a refusal. */
  readonly seen: number
  readonly entry: Uint8Array
  readonly timeToLiveStep: number
  /** Only of a commit. */
  readonly commit?: CommitPart
  /** Only of `setAddress` (R12): replace those of the slot that posts this. */
  readonly addresses?: readonly Address[]
  /** Child commits (entry hashes) that the device judged void: it posts under the parent door in spite of them (R10). */
  readonly over?: readonly Uint8Array[]
  /** Notes (by their hash) that say where the log went on, and that the device found no better than staying (R30). */
  readonly despite?: readonly Uint8Array[]
}

export type CommitPart = {
  readonly delta: Delta
  /** K_{e+1}, of which the hub makes the child door. The submit travels sealed, and the hub never writes it. */
  readonly childKey: Uint8Array
  readonly welcome?: { readonly welcome: Uint8Array; readonly bundle: Uint8Array }
}

const SECRET_BYTES = 32
const HASH_BYTES = 32
/** HPKE info of door proofs. */
export const DOOR_PROOF_INFO = 'Rushlight 1 door proof'

export const doorProofCodec: Codec<DoorProof> = struct({
  doorKey: field(0, bytes(SECRET_BYTES)),
  postingKey: field(1, keyCodec<PostingPublicKey>()),
  submitKey: field(2, bytes(SECRET_BYTES)),
  signature: field(3, bytes(SIGNATURE_BYTES)),
})

const commitPartCodec: Codec<CommitPart> = struct({
  delta: field(0, deltaCodec),
  childKey: field(1, bytes(SECRET_BYTES)),
  welcome: optional(
    2,
    struct({
      welcome: field(0, bytes({ max: WELCOME_BYTES_MAX })),
      bundle: field(1, bytes({ max: WELCOME_BYTES_MAX })),
    }),
  ),
})

export const submitCodec: Codec<Submit> = struct({
  log: field(0, logId.codec),
  door: field(1, doorId.codec),
  idempotencyKey: field(2, idempotencyKey.codec),
  seen: field(3, uint()),
  entry: field(4, bytes({ max: ENTRY_BYTES_MAX })),
  timeToLiveStep: field(5, uint(TIME_TO_LIVE_STEP_MAX)),
  commit: optional(6, commitPartCodec),
  addresses: optional(7, addressesCodec),
  over: optional(8, list(bytes(HASH_BYTES), SPOKEN_OVER_MAX)),
  despite: optional(9, list(bytes(HASH_BYTES), SUCCESSOR_NOTES_MAX)),
})

/** What the posting key signs, under the label `door`. */
export function doorProofBytes(
  challenge: Uint8Array,
  door: { readonly log: LogId; readonly door: DoorId },
  submitKey: Uint8Array,
): Uint8Array {
  return concat(challenge, logId.toBytes(door.log), doorId.toBytes(door.door), submitKey)
}

/** Form: 12 bytes of nonce, AES-256-GCM ciphertext. */
export function sealSubmit(crypto: Crypto, submitKey: Uint8Array, submit: Submit): Promise<Uint8Array> {
  return sealUnder(crypto, submitKey, { data: encodeWith(submitCodec, submit), associated: EMPTY })
}

export async function openSubmit(
  crypto: Crypto,
  submitKey: Uint8Array,
  sealed: Uint8Array,
): Promise<Submit | undefined> {
  const opened = await openUnder(crypto, submitKey, { data: sealed, associated: EMPTY })
  return opened === undefined ? undefined : parseWith(submitCodec, opened)
}

/** What a receipt's delta hash covers: the delta of a commit, the addresses of a `setAddress`, else nothing. */
export function deltaHashOf(crypto: Crypto, submit: Pick<Submit, 'commit' | 'addresses'>): Uint8Array | undefined {
  if (submit.commit !== undefined) return hashOfDelta(crypto, submit.commit.delta)
  if (submit.addresses !== undefined) return hashOfAddresses(crypto, submit.addresses)
  return undefined
}

export function hashOfAddresses(crypto: Crypto, addresses: readonly Address[]): Uint8Array {
  return hashLabelled(crypto, 'addresses', encodeWith(addressesCodec, addresses))
}
