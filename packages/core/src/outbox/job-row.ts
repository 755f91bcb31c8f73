import {
  accountId,
  addressesCodec,
  bigEndian,
  bytes,
  CANNOT_FOLLOW_CARRIED_MAX,
  cannotFollowCodec,
  concat,
  doorId,
  deltaCodec,
  ENTRY_BYTES_MAX,
  field,
  idempotencyKey,
  list,
  literal,
  messageId,
  NOTES_PER_MESSAGE_MAX,
  optional,
  recordChainCodec,
  bool,
  ROOM_DEVICES_MAX,
  ROOM_TITLE_BYTES_MAX,
  roomId,
  roomTimersCodec,
  rosterCodec,
  reseatRequestCodec,
  struct,
  text,
  uint,
  union,
  WELCOME_BYTES_MAX,
} from '@rushlight/protocol'
import type {
  AccountId,
  Address,
  CannotFollow,
  Codec,
  Delta,
  DoorId,
  IdempotencyKey,
  MessageId,
  RecordChain,
  ReseatRequest,
  RoomId,
  RoomTimers,
  Roster,
} from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/**
 * Something this device still has to bring to the room's hub. It is a row, not a promise: it survives a crash, and may be
 * tried again without harm (`STATES.md` beside this file).
 */
export type JobRow = {
  readonly format: 1
  readonly job: Job
  /** Not before; UTC ms. */
  readonly notBefore: number
  /** Made for the hub and perhaps there already. Goes when the epoch goes. */
  readonly sealed?: SealedEntry
}

/** The `notBefore` of what waits for something else: a message for its files. */
export const HELD: number = Number.MAX_SAFE_INTEGER

export type Job =
  /** Start the log of the room's newest opening at its hub. */
  | {
      readonly kind: 'open'
      /** With the addresses of everybody, where the room goes on from another log. */
      readonly roster?: Roster
    }
  /** Say this. The content itself is in the message's row. */
  | { readonly kind: 'content'; readonly id: MessageId }
  /** Ask to be removed from the room. */
  | { readonly kind: 'leave' }
  /** Tell the room of a newer record of the own account (R16). */
  | { readonly kind: 'record'; readonly chain: RecordChain }
  /** Say what receipt we hold of a place: somebody was told of another (R17). */
  | { readonly kind: 'receipt'; readonly seq: number }
  /** Tell the account's other devices what they are still to be told (`spec/self-room.md`). */
  | { readonly kind: 'notes' }
  /** Be reached at a fresh address (R12). */
  | { readonly kind: 'addresses' }
  | { readonly kind: 'change'; readonly change: Change }

/** What a commit of ours is to bring about; several are carried out by one commit. */
export type Change =
  | { readonly kind: 'add'; readonly accounts: readonly AccountId[] }
  | { readonly kind: 'remove'; readonly account: AccountId }
  | { readonly kind: 'title'; readonly title: string }
  | { readonly kind: 'timers'; readonly timers: RoomTimers }
  | { readonly kind: 'role'; readonly account: AccountId; readonly isModerator: boolean }
  /** Let a device in (again), as it asked (R26). */
  | { readonly kind: 'reseat'; readonly request: ReseatRequest; readonly cannotFollow?: CannotFollow }
  /** Raise an account's record, and remove the leaves that are not on it any more (R16). */
  | { readonly kind: 'raise'; readonly chain: RecordChain }
  /** Remove who asked to leave. */
  | { readonly kind: 'dismiss'; readonly account: AccountId }
  /** Renew the own leaf. */
  | { readonly kind: 'renew' }

export type SealedEntry = {
  readonly idempotencyKey: IdempotencyKey
  readonly entry: Uint8Array
  readonly door: DoorId
  readonly timeToLiveStep: number
  readonly commit?: StagedCommit
  /** Of `setAddress`. */
  readonly addresses?: readonly Address[]
  /** Of notes: which they are. */
  readonly told?: readonly ToldNote[]
}

/** A note by its name, as it was at that time. */
export type ToldNote = { readonly name: Uint8Array; readonly at: number }

/** What a commit needs beside its entry. The group it leads to lies in the `staged` table. */
export type StagedCommit = {
  readonly delta: Delta
  readonly childKey: Uint8Array
  /** UTC ms: out of these bounds the hub's time makes it void (KeyPackages it adds). */
  readonly notBefore: number
  readonly notAfter: number
  /** How far we had judged the log: the commit says so. */
  readonly seen: number
  readonly welcome?: { readonly welcome: Uint8Array; readonly bundle: Uint8Array }
  readonly cannotFollow?: readonly CannotFollow[]
}

/** `count` goes up with every job of this device. */
export type JobKey = { readonly room: RoomId; readonly count: number }

const SECRET_BYTES = 32
const NOTE_NAME_BYTES_MAX = 128
const COUNT_BYTES = 8

export const changeCodec: Codec<Change> = union<Change>({
  add: [1, struct({ accounts: field(0, list(accountId.codec, ROOM_DEVICES_MAX)) })],
  remove: [2, struct({ account: field(0, accountId.codec) })],
  title: [3, struct({ title: field(0, text(ROOM_TITLE_BYTES_MAX)) })],
  timers: [4, struct({ timers: field(0, roomTimersCodec) })],
  role: [5, struct({ account: field(0, accountId.codec), isModerator: field(1, bool) })],
  reseat: [6, struct({ request: field(0, reseatRequestCodec), cannotFollow: optional(1, cannotFollowCodec) })],
  raise: [7, struct({ chain: field(0, recordChainCodec) })],
  dismiss: [8, struct({ account: field(0, accountId.codec) })],
  renew: [9, struct({})],
})

const jobCodec: Codec<Job> = union<Job>({
  open: [6, struct({ roster: optional(0, rosterCodec) })],
  content: [1, struct({ id: field(0, messageId.codec) })],
  leave: [2, struct({})],
  record: [3, struct({ chain: field(0, recordChainCodec) })],
  addresses: [4, struct({})],
  receipt: [7, struct({ seq: field(0, uint()) })],
  notes: [8, struct({})],
  change: [5, struct({ change: field(0, changeCodec) })],
})

const welcomePart = bytes({ max: WELCOME_BYTES_MAX })

const stagedCommitCodec: Codec<StagedCommit> = struct({
  delta: field(0, deltaCodec),
  childKey: field(1, bytes(SECRET_BYTES)),
  welcome: optional(2, struct({ welcome: field(0, welcomePart), bundle: field(1, welcomePart) })),
  notBefore: field(3, uint()),
  notAfter: field(4, uint()),
  seen: field(5, uint()),
  cannotFollow: optional(6, list(cannotFollowCodec, CANNOT_FOLLOW_CARRIED_MAX)),
})

const toldNoteCodec: Codec<ToldNote> = struct({
  name: field(0, bytes({ max: NOTE_NAME_BYTES_MAX })),
  at: field(1, uint()),
})

const sealedEntryCodec: Codec<SealedEntry> = struct({
  idempotencyKey: field(0, idempotencyKey.codec),
  entry: field(1, bytes({ max: ENTRY_BYTES_MAX })),
  door: field(2, doorId.codec),
  timeToLiveStep: field(3, uint()),
  commit: optional(4, stagedCommitCodec),
  addresses: optional(5, addressesCodec),
  told: optional(6, list(toldNoteCodec, NOTES_PER_MESSAGE_MAX)),
})

const jobRowCodec: Codec<JobRow> = struct({
  format: field(0, literal(1)),
  job: field(1, jobCodec),
  notBefore: field(2, uint()),
  sealed: optional(3, sealedEntryCodec),
})

export const jobTable: Table<JobKey, JobRow> = {
  name: 'outbox',
  key: ({ room, count }) => concat(roomId.toBytes(room), bigEndian(count, COUNT_BYTES)),
  codec: jobRowCodec,
}

export function countOfJob(key: Uint8Array): number {
  return Number(new DataView(key.buffer, key.byteOffset, key.byteLength).getBigUint64(ROOM_BYTES))
}

const ROOM_BYTES = 32
