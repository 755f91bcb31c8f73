import {
  accountId,
  bool,
  bytes,
  deviceId,
  DRAFT_BYTES_MAX,
  endorsementsCodec,
  field,
  HASH_BYTES,
  headCodec,
  incarnation,
  keyCodec,
  list,
  literal,
  logId,
  meetingSecretCodec,
  MEETING_SECRETS_MAX,
  oneOf,
  OPENINGS_MAX,
  openingsCodec,
  optional,
  ROOM_DEVICES_MAX,
  ROOM_TITLE_BYTES_MAX,
  roomId,
  rosterCodec,
  SPOKEN_OVER_MAX,
  struct,
  text,
  twoStoriesCodec,
  uint,
} from '@rushlight/protocol'
import type {
  AccountId,
  Codec,
  DeviceId,
  Endorsement,
  Head,
  Incarnation,
  LogId,
  MeetingSecret,
  PostingPrivateKey,
  RoomId,
  RoomKind,
  Roster,
  SignedOpening,
  TwoStories,
} from '@rushlight/protocol'
import { HOMES_MAX } from '../home/home-row.ts'
import { changeCodec } from '../outbox/job-row.ts'
import type { Change } from '../outbox/job-row.ts'
import { ownAddressCodec } from '../home/own-address.ts'
import type { OwnAddress } from '../home/own-address.ts'
import type { Table } from '../vault/table.ts'

/**
 * A room as this device stands to it. Written with every step, so it is small; what changes only with the members is in
 * the `FrameRow`.
 */
export type RoomRow = {
  readonly format: 1
  readonly kind: RoomKind
  readonly standing: Standing
  /** As the newest judged state, or the backup, has it. */
  readonly title: string
  readonly participants: readonly AccountId[]
  /** How far this device has judged; absent while it waits outside. */
  readonly head?: Head
  /** The hub's time of the last judged entry. */
  readonly lastAcceptedAt: number
  /** How this device posts, reads and is reached in this room. */
  readonly slot?: OwnSlot
  /** Every other device has judged up to here: what we sent before is delivered (R17). */
  readonly deliveredUpTo: number
  /** When to tell the others how far we have judged, unless something of ours tells it before; UTC ms. */
  readonly reportDueAt?: number
  /** For the order of the list: the newest thing worth showing, UTC ms. */
  readonly activeAt: number
  readonly unread: number
  readonly mutedUntil?: number
  readonly invitedBy?: AccountId
  readonly draft?: string
  readonly isPinned?: boolean
  /** When the own leaf was last renewed; UTC ms. */
  readonly leafRenewedAt: number
  /** The hub told others another story than us (R17). */
  readonly twoStories?: StoriesTold
  /** The commit that this device could not follow, while it is stuck (R15). */
  readonly stuckAt?: LogPlaceNote
  /** The newest log of a better chain that this device cannot follow by itself: it asks to be let in there (R26). */
  readonly apartFrom?: LogId
  /** The life of the hub's data in which it has this log: in another one it knows it no more (R20 b). */
  readonly hubLife?: Incarnation
  /** Entry hashes of commits at the present epoch that do not count: we speak over them (R10). */
  readonly voidCommits?: readonly Uint8Array[]
}

/** `STATES.md` beside this file. */
export type Standing = 'creating' | 'waiting' | 'request' | 'joined' | 'stuck' | 'updateNeeded' | 'left' | 'removed'

export type OwnSlot = {
  readonly postingKey: PostingPrivateKey
  readonly readerSecret: Uint8Array
  /** One at each home that had a queue when they were made. */
  readonly addresses: readonly OwnAddress[]
  /** Those before, until the room knows the new ones (R12). */
  readonly retired: readonly OwnAddress[]
}

/** The first time that somebody said so; the first proof of it. */
export type StoriesTold = {
  /** Where. */
  readonly seq: number
  /** UTC ms, by the hub's time of the last judged entry. */
  readonly noticedAt: number
  /** Whose head said so; absent where the hub contradicted itself to our face. */
  readonly by?: AccountId
  /** Without it, it is that member's word against the hub's. */
  readonly proof?: TwoStories
  /** How often we have said what receipt we hold. */
  readonly said: number
}

/** Asked to be removed; where in the log. For whoever came in later: where he came in. */
type Leaver = { readonly account: AccountId; readonly seq: number }

export type FrameRow = {
  readonly format: 1
  readonly openings: readonly SignedOpening[]
  readonly roster: Roster
  readonly leaving: readonly Leaver[]
  readonly meetings: readonly MeetingSecret[]
  /** The newest commits in force, and who could not follow them (R15). */
  readonly commits?: readonly CommitNote[]
  /** Words for openings of the chain, whose signatures hold (R24). */
  readonly endorsements?: readonly Endorsement[]
  /** After which logs this device spoke, and for which next one. Kept for ever: it never speaks twice after one log. */
  readonly spoken?: readonly Spoken[]
  /** Where everybody was reached before the room went on, until they say where they are now. */
  readonly reached?: Roster
  /** Devices that were shown to speak for two rivals: said once. */
  readonly spokeTwice?: readonly DeviceId[]
  /** The newest own changes, to be made anew if their branch loses (R25). */
  readonly made?: readonly MadeChange[]
}

/** What an own commit in force brought about, and the epoch that it began. */
export type MadeChange = { readonly log: LogId; readonly epoch: number; readonly change: Change }

export type Spoken = { readonly after: LogId; readonly log: LogId }

type LogPlaceNote = { readonly log: LogId; readonly seq: number; readonly entryHash: Uint8Array }

export type CommitNote = {
  readonly seq: number
  readonly entryHash: Uint8Array
  readonly committer: AccountId
  /** UTC ms. */
  readonly acceptedAt: number
  readonly cannotFollow: readonly { readonly account: AccountId; readonly at: number }[]
}

/** More than a room may make while somebody waits to be let in again. */
export const COMMITS_NOTED_MAX = 64
export const MADE_NOTED_MAX = 64

const SECRET_BYTES = 32
/** Made anew again before the room knew those before. */
export const RETIRED_MAX: number = 4 * HOMES_MAX

const slotCodec: Codec<OwnSlot> = struct({
  postingKey: field(0, keyCodec<PostingPrivateKey>()),
  readerSecret: field(1, bytes(SECRET_BYTES)),
  addresses: field(2, list(ownAddressCodec, HOMES_MAX)),
  retired: field(3, list(ownAddressCodec, RETIRED_MAX)),
})

const storiesToldCodec: Codec<StoriesTold> = struct({
  seq: field(0, uint()),
  noticedAt: field(1, uint()),
  by: optional(2, accountId.codec),
  proof: optional(3, twoStoriesCodec),
  said: field(4, uint()),
})

const placeNoteCodec: Codec<LogPlaceNote> = struct({
  log: field(0, logId.codec),
  seq: field(1, uint()),
  entryHash: field(2, bytes(HASH_BYTES)),
})

const commitNoteCodec: Codec<CommitNote> = struct({
  seq: field(0, uint()),
  entryHash: field(1, bytes(HASH_BYTES)),
  committer: field(2, accountId.codec),
  acceptedAt: field(3, uint()),
  cannotFollow: field(4, list(struct({ account: field(0, accountId.codec), at: field(1, uint()) }), ROOM_DEVICES_MAX)),
})

const madeCodec: Codec<MadeChange> = struct({
  log: field(0, logId.codec),
  epoch: field(1, uint()),
  change: field(2, changeCodec),
})

const roomRowCodec: Codec<RoomRow> = struct({
  format: field(0, literal(1)),
  kind: field(1, oneOf(['self', 'direct', 'group'])),
  standing: field(2, oneOf(['creating', 'waiting', 'request', 'joined', 'stuck', 'updateNeeded', 'left', 'removed'])),
  title: field(3, text(ROOM_TITLE_BYTES_MAX)),
  participants: field(4, list(accountId.codec, ROOM_DEVICES_MAX)),
  head: optional(5, headCodec),
  lastAcceptedAt: field(6, uint()),
  slot: optional(7, slotCodec),
  deliveredUpTo: field(8, uint()),
  reportDueAt: optional(9, uint()),
  activeAt: field(10, uint()),
  unread: field(11, uint()),
  mutedUntil: optional(12, uint()),
  invitedBy: optional(13, accountId.codec),
  draft: optional(14, text(DRAFT_BYTES_MAX)),
  leafRenewedAt: field(15, uint()),
  twoStories: optional(16, storiesToldCodec),
  stuckAt: optional(18, placeNoteCodec),
  hubLife: optional(19, incarnation.codec),
  apartFrom: optional(20, logId.codec),
  isPinned: optional(21, bool),
  voidCommits: optional(17, list(bytes(HASH_BYTES), SPOKEN_OVER_MAX)),
})

const leaverCodec: Codec<Leaver> = struct({ account: field(0, accountId.codec), seq: field(1, uint()) })

const frameRowCodec: Codec<FrameRow> = struct({
  format: field(0, literal(1)),
  openings: field(1, openingsCodec),
  roster: field(2, rosterCodec),
  leaving: field(3, list(leaverCodec, ROOM_DEVICES_MAX)),
  meetings: field(4, list(meetingSecretCodec, MEETING_SECRETS_MAX)),
  commits: optional(5, list(commitNoteCodec, COMMITS_NOTED_MAX)),
  endorsements: optional(6, endorsementsCodec),
  spoken: optional(7, list(struct({ after: field(0, logId.codec), log: field(1, logId.codec) }), OPENINGS_MAX)),
  made: optional(8, list(madeCodec, MADE_NOTED_MAX)),
  reached: optional(10, rosterCodec),
  spokeTwice: optional(9, list(deviceId.codec, ROOM_DEVICES_MAX)),
})

export function accountsLeaving({ leaving }: Pick<FrameRow, 'leaving'>): readonly AccountId[] {
  return leaving.map(({ account }) => account)
}

const byRoom = (room: RoomId): Uint8Array => roomId.toBytes(room)

export const roomTable: Table<RoomId, RoomRow> = { name: 'room', key: byRoom, codec: roomRowCodec }
export const frameTable: Table<RoomId, FrameRow> = { name: 'room-frame', key: byRoom, codec: frameRowCodec }
