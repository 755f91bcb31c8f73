import {
  bool,
  field,
  list,
  literal,
  mapped,
  oneOf,
  optional,
  parseExactlyWith,
  struct,
  text,
  uint,
} from '../bytes/codec.ts'
import { encodeWith } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { isCborMap } from '../bytes/cbor.ts'
import { bigEndian, compare, concat, parseBigEndian } from '../bytes/bytes.ts'
import { encodeVector, takeVector } from '../bytes/tls.ts'
import { accountId } from '../ids/ids.ts'
import type { AccountId } from '../ids/ids.ts'
import {
  BURN_MS_MAX,
  BURN_MS_MIN,
  EXPIRE_MS_MAX,
  EXPIRE_MS_MIN,
  ROOM_DEVICES_MAX,
  ROOM_TITLE_BYTES_MAX,
} from '../limits.ts'
import { recordHeadCodec } from '../identity/record-chain.ts'
import type { RecordHead } from '../identity/record-chain.ts'
import { signedPolicyCodec } from './policy.ts'
import type { SignedPolicy } from './policy.ts'
import { ROLES } from './role.ts'
import type { Role, RoomKind } from './role.ts'

/**
 * What all members agree on beside the MLS tree; it stands in the GroupContext, so every epoch's keys depend on it (R4).
 * It names no hub and no term: these follow from the chain of openings (`spec/rooms.md` §2).
 */
export type RoomState = {
  readonly format: 1
  /** The least set of features a client must know to judge this room (`spec/rooms.md` §6). */
  readonly featureLevel: number
  readonly kind: RoomKind
  /** In the order of their account ids. */
  readonly participants: readonly Participant[]
  /** Empty unless `kind` is `group`. */
  readonly title: string
  readonly timers: RoomTimers
  /** R33: follow only sealed openings, and wait otherwise. */
  readonly safety: boolean
}

export type Participant = {
  readonly account: AccountId
  readonly role: Role
  /** The account record that the room counts with (R16). */
  readonly head: RecordHead
}

/** What a new message gets unless its author chose for it alone. */
export type RoomTimers = {
  /** From sending; absent only where a policy switches expiration off. */
  readonly expireMs?: number
  /** From reading. */
  readonly burnMs?: number
}

export const FEATURE_LEVEL = 1
export const FEATURE_LEVEL_MAX = 0xff_ff

const between = (min: number, max: number): Codec<number> =>
  mapped(uint(max), { parse: (value) => (value >= min ? value : undefined), encode: (value) => value })

const participantCodec: Codec<Participant> = struct({
  account: field(0, accountId.codec),
  role: field(1, oneOf(ROLES)),
  head: field(2, recordHeadCodec),
})

export const roomTimersCodec: Codec<RoomTimers> = struct({
  expireMs: optional(0, between(EXPIRE_MS_MIN, EXPIRE_MS_MAX)),
  burnMs: optional(1, between(BURN_MS_MIN, BURN_MS_MAX)),
})

const roomStateCodec: Codec<RoomState> = struct({
  format: field(0, literal(1)),
  featureLevel: field(1, uint(FEATURE_LEVEL_MAX)),
  kind: field(2, oneOf(['self', 'direct', 'group'])),
  participants: field(3, list(participantCodec, ROOM_DEVICES_MAX)),
  title: field(4, text(ROOM_TITLE_BYTES_MAX)),
  timers: field(5, roomTimersCodec),
  safety: field(6, bool),
})

/** An MLS extension: its number and its data. */
export type Extension = { readonly type: number; readonly data: Uint8Array }

/** `app_data_dictionary` of draft-ietf-mls-extensions-10 (suggested number), which holds numbered components. */
export const APP_DATA_DICTIONARY = 0x0006
/** Private component numbers (0x8000 and above). */
const COMPONENT_ROOM_STATE = 0x8001
const COMPONENT_POLICY = 0x8002

/** What the GroupContext of a room holds. */
export type RoomContext = { readonly state: RoomState; readonly policy?: SignedPolicy }

export function encodeRoomContext({ state, policy }: RoomContext): readonly Extension[] {
  const components = [component(COMPONENT_ROOM_STATE, encodeWith(roomStateCodec, state))]
  if (policy !== undefined) components.push(component(COMPONENT_POLICY, encodeWith(signedPolicyCodec, policy)))
  return [{ type: APP_DATA_DICTIONARY, data: encodeVector(concat(...components)) }]
}

export type ParsedRoomContext =
  | { readonly kind: 'known'; readonly context: RoomContext }
  /** A greater feature level than ours: if its leaves know it, the room waits for an update of this app (R13). */
  | { readonly kind: 'unknownFeature'; readonly featureLevel: number }
  | { readonly kind: 'malformed' }

export function parseRoomContext(extensions: readonly Extension[]): ParsedRoomContext {
  const [only, ...others] = extensions
  const vector = only?.type === APP_DATA_DICTIONARY && others.length === 0 ? takeVector(only.data) : undefined
  const components = vector?.rest.length === 0 ? parseComponents(vector.data) : undefined
  const stateBytes = components?.get(COMPONENT_ROOM_STATE)
  if (components === undefined || stateBytes === undefined) return { kind: 'malformed' }
  const state = parseExactlyWith(roomStateCodec, stateBytes)
  const policyBytes = components.get(COMPONENT_POLICY)
  const policy = policyBytes === undefined ? undefined : parseExactlyWith(signedPolicyCodec, policyBytes)
  const missing = policyBytes !== undefined && policy === undefined
  const featureLevel = state?.featureLevel ?? featureLevelOf(stateBytes)
  if (featureLevel > FEATURE_LEVEL) return { kind: 'unknownFeature', featureLevel }
  if (state === undefined || missing) return { kind: 'malformed' }
  if (components.size !== (policy === undefined ? 1 : 2) || !isWellFormed(state)) return { kind: 'malformed' }
  return { kind: 'known', context: policy === undefined ? { state } : { state, policy } }
}

export function participantOf(state: RoomState, account: AccountId): Participant | undefined {
  return state.participants.find((participant) => participant.account === account)
}

/** The participants in the order that the state asks for. */
export function sortParticipants(participants: readonly Participant[]): readonly Participant[] {
  return participants.toSorted((a, b) => compare(accountId.toBytes(a.account), accountId.toBytes(b.account)))
}

function isWellFormed({ kind, participants, title }: RoomState): boolean {
  const sorted = participants.every((participant, i) => {
    const before = participants[i - 1]
    return (
      before === undefined || compare(accountId.toBytes(before.account), accountId.toBytes(participant.account)) < 0
    )
  })
  const most = { self: 1, direct: 2, group: ROOM_DEVICES_MAX }[kind]
  return sorted && participants.length > 0 && participants.length <= most && (kind === 'group' || title === '')
}

function component(id: number, data: Uint8Array): Uint8Array {
  return concat(bigEndian(id, 2), encodeVector(data))
}

/** Components by number; they must stand in ascending order, each once. */
function parseComponents(data: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const components = new Map<number, Uint8Array>()
  let rest = data
  let last = -1
  while (rest.length > 0) {
    const id = parseBigEndian(rest.subarray(0, 2))
    const taken = takeVector(rest.subarray(2))
    if (taken === undefined || id <= last) return undefined
    components.set(id, taken.data)
    last = id
    rest = taken.rest
  }
  return components
}

/** The feature level of a state whose newer fields we do not know; 0 if it cannot be told. */
function featureLevelOf(stateBytes: Uint8Array): number {
  return parseExactlyWith(newerStateCodec, stateBytes) ?? 0
}

const newerStateCodec: Codec<number> = {
  toCbor: (level) => new Map([[1, level]]),
  fromCbor: (cbor) => {
    const level = isCborMap(cbor) ? cbor.get(1) : undefined
    return typeof level === 'number' && level <= FEATURE_LEVEL_MAX ? level : 0
  },
}
