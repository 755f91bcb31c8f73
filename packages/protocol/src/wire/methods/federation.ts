import type { Cbor } from '../../bytes/cbor.ts'
import { bytes, field, list, oneOf, struct, uint, union } from '../../bytes/codec.ts'
import type { Codec } from '../../bytes/codec.ts'
import { providerNameCodec } from '../../identity/provider.ts'
import type { ProviderName } from '../../identity/provider.ts'
import { NOTICES_PER_REQUEST_MAX } from '../../limits.ts'
import { POINTER_BYTES_MAX } from '../../log/address.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'
import { wireErrorCodec } from '../wire-error.ts'
import type { WireError } from '../wire-error.ts'
import { fetchNotes, postNote } from './board.ts'
import { claimKeyPackages, findAccount, findLetterboxes, findName } from './directory.ts'
import { fetchWelcome, findHeads, passDoor, pullLog, submitEntry } from './log.ts'
import { postLetter } from './queue.ts'
import { hello } from './session.ts'
import { findSuccessors, leaveLog, pullPrefix, putPrefix, readTombstones } from './succession.ts'

/** What a method's own codec reads. */
const any: Codec<Cbor> = { toCbor: (cbor) => cbor, fromCbor: (cbor) => cbor }

export type RelayParams = {
  readonly provider: ProviderName
  /** One of RELAYED_METHODS. */
  readonly method: number
  readonly params: Cbor
}

/** Has one's own provider ask another: whoever is asked sees that provider, not the device (`spec/federation.md` §3). */
export const relay: Method<RelayParams, { readonly result: Cbor }> = {
  number: 60,
  params: struct({ provider: field(0, providerNameCodec), method: field(1, uint()), params: field(2, any) }),
  result: struct({ result: field(0, any) }),
}

/** What a provider does for people of another one. */
export const RELAYED_METHODS: ReadonlySet<number> = new Set(
  [
    hello,
    findName,
    findAccount,
    claimKeyPackages,
    findLetterboxes,
    postLetter,
    passDoor,
    submitEntry,
    pullLog,
    findHeads,
    fetchWelcome,
    postNote,
    fetchNotes,
    readTombstones,
    leaveLog,
    findSuccessors,
    putPrefix,
    pullPrefix,
  ].map(({ number }) => number),
)

const NOTICE_NAME_BYTES = 16
/** All notices have one size (delivery §6). */
const NOTICE_BYTES_MAX = 512

/** A notice for a queue at the provider that is asked. */
export type ForeignNotice = {
  readonly kind: 'news' | 'welcome'
  readonly pointer: Uint8Array
  /** The same notice has the same name: left twice it lies once. */
  readonly name: Uint8Array
  readonly sealed: Uint8Array
}

const foreignNoticeCodec: Codec<ForeignNotice> = struct({
  kind: field(0, oneOf(['news', 'welcome'])),
  pointer: field(1, bytes({ max: POINTER_BYTES_MAX })),
  name: field(2, bytes(NOTICE_NAME_BYTES)),
  sealed: field(3, bytes({ max: NOTICE_BYTES_MAX })),
})

/** Only from one provider to another. Those that lead nowhere are left out, without a word. */
export const leaveNotices: Method<{ readonly notices: readonly ForeignNotice[] }, Nothing> = {
  number: 61,
  params: struct({ notices: field(0, list(foreignNoticeCodec, NOTICES_PER_REQUEST_MAX)) }),
  result: nothing,
}

const VISIT_BYTES = 16

/** The body of a signed request (`spec/federation.md` §2). */
export type PeerRequest = {
  /** One device's questions to one provider, as long as its connection lives; says nothing else. */
  readonly visit: Uint8Array
  readonly method: number
  readonly params: Cbor
}

export const peerRequestCodec: Codec<PeerRequest> = struct({
  visit: field(0, bytes(VISIT_BYTES)),
  method: field(1, uint()),
  params: field(2, any),
})

export type PeerAnswer =
  | { readonly kind: 'done'; readonly result: Cbor }
  | { readonly kind: 'refused'; readonly error: WireError }

export const peerAnswerCodec: Codec<PeerAnswer> = union<PeerAnswer>({
  done: [0, struct({ result: field(0, any) })],
  refused: [1, struct({ error: field(0, wireErrorCodec) })],
})
