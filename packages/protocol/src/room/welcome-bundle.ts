import { EMPTY } from '../bytes/bytes.ts'
import { bytes, encodeWith, field, list, literal, parseWith, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import { accountId } from '../ids/ids.ts'
import type { AccountId } from '../ids/ids.ts'
import { recordChainCodec } from '../identity/record-chain.ts'
import type { RecordChain } from '../identity/record-chain.ts'
import { MEETING_SECRETS_MAX, ROOM_DEVICES_MAX } from '../limits.ts'
import { rosterCodec } from '../log/roster.ts'
import type { Roster } from '../log/roster.ts'
import { openingsCodec } from './opening.ts'
import type { SignedOpening } from './opening.ts'

/**
 * What a joining device needs beside the MLS Welcome, sealed under a key that only members of the new epoch can export
 * (`spec/rooms.md` §8).
 */
export type WelcomeBundle = {
  readonly format: 1
  /** From the first to the one whose log this is. */
  readonly openings: readonly SignedOpening[]
  /** In the new epoch. */
  readonly roster: Roster
  /** Of every participant; checked against the heads in the GroupContext. */
  readonly chains: readonly RecordChain[]
  /** Who asked to leave and was not removed yet. */
  readonly leaving: readonly AccountId[]
  /** R19: Welcomes hand over the newest. */
  readonly meetings: readonly MeetingSecret[]
}

/** R19. Kept MEETING_SECRET_KEPT_MS after `madeAt`. */
export type MeetingSecret = { readonly secret: Uint8Array; readonly madeAt: number }

/** An MLS Welcome and its sealed bundle; the hub keeps them once for all who join by one commit. */
export type Welcome = { readonly welcome: Uint8Array; readonly bundle: Uint8Array }

const MEETING_SECRET_BYTES = 32

export const meetingSecretCodec: Codec<MeetingSecret> = struct({
  secret: field(0, bytes(MEETING_SECRET_BYTES)),
  madeAt: field(1, uint()),
})

const bundleCodec: Codec<WelcomeBundle> = struct({
  format: field(0, literal(1)),
  openings: field(1, openingsCodec),
  roster: field(2, rosterCodec),
  chains: field(3, list(recordChainCodec, ROOM_DEVICES_MAX)),
  leaving: field(4, list(accountId.codec, ROOM_DEVICES_MAX)),
  meetings: field(5, list(meetingSecretCodec, MEETING_SECRETS_MAX)),
})

export function sealBundle(crypto: Crypto, key: Uint8Array, bundle: WelcomeBundle): Promise<Uint8Array> {
  return sealUnder(crypto, key, { data: encodeWith(bundleCodec, bundle), associated: EMPTY })
}

export async function openBundle(
  crypto: Crypto,
  key: Uint8Array,
  sealed: Uint8Array,
): Promise<WelcomeBundle | undefined> {
  const opened = await openUnder(crypto, key, { data: sealed, associated: EMPTY })
  return opened === undefined ? undefined : parseWith(bundleCodec, opened)
}
