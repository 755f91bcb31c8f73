import { encodeWith, field, list, literal, optional, parseExactlyWith, struct } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { cannotFollowCodec } from '../letter/cannot-follow.ts'
import type { CannotFollow } from '../letter/cannot-follow.ts'
import { headCodec } from '../log/receipt.ts'
import type { Head } from '../log/receipt.ts'
import { deltaCodec } from '../log/roster.ts'
import type { Delta } from '../log/roster.ts'
import { recordChainCodec } from '../identity/record-chain.ts'
import type { RecordChain } from '../identity/record-chain.ts'
import { ROOM_DEVICES_MAX } from '../limits.ts'

/**
 * The authenticated data of every MLS message in a log. MLS signs it but does not encrypt it; W_e does (R8).
 */
export type EntryContext = {
  readonly format: 1
  /** How far the sender had judged when it made this (R17): members compare, so a hub that tells two stories is caught. */
  readonly head: Head
  /** Of a commit: exactly what was asked of the hub (R9). */
  readonly delta?: Delta
  /** Of a commit: the chain of every account that it adds or raises, so that nobody needs a directory to judge (R16). */
  readonly chains?: readonly RecordChain[]
  /** Of a commit: what the devices that it lets in again could not follow (R15). */
  readonly cannotFollow?: readonly CannotFollow[]
}

/** A commit carries at most so many: nobody needs more of them to know. */
export const CANNOT_FOLLOW_CARRIED_MAX = 16

const entryContextCodec: Codec<EntryContext> = struct({
  format: field(0, literal(1)),
  head: field(1, headCodec),
  delta: optional(2, deltaCodec),
  chains: optional(3, list(recordChainCodec, ROOM_DEVICES_MAX)),
  cannotFollow: optional(4, list(cannotFollowCodec, CANNOT_FOLLOW_CARRIED_MAX)),
})

export function encodeEntryContext(context: EntryContext): Uint8Array {
  return encodeWith(entryContextCodec, context)
}

export function parseEntryContext(bytes: Uint8Array): EntryContext | undefined {
  return parseExactlyWith(entryContextCodec, bytes)
}
