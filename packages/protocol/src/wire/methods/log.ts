import { bytes, field, list, optional, struct, uint, union } from '../../bytes/codec.ts'
import type { Codec } from '../../bytes/codec.ts'
import { doorId, logId } from '../../ids/ids.ts'
import type { DoorId, LogId } from '../../ids/ids.ts'
import {
  ENTRY_BYTES_MAX,
  FRAME_BYTES_MAX,
  HEADS_PER_REQUEST_MAX,
  PULL_ENTRIES_MAX,
  WELCOME_BYTES_MAX,
} from '../../limits.ts'
import { receiptCodec } from '../../log/receipt.ts'
import type { Receipt } from '../../log/receipt.ts'
import { rosterCodec } from '../../log/roster.ts'
import type { Roster } from '../../log/roster.ts'
import { successorNotesCodec } from '../../succession/successor-note.ts'
import type { SuccessorNote } from '../../succession/successor-note.ts'
import type { Method, Nothing } from '../method.ts'
import { nothing } from '../method.ts'

const SECRET_BYTES = 32

/** A place in a log. */
export type LogItem = {
  /** Absent when its time to live is over: the receipt still links the chain. */
  readonly entry?: Uint8Array
  readonly receipt: Receipt
}

export const logItemCodec: Codec<LogItem> = struct({
  entry: optional(0, bytes({ max: ENTRY_BYTES_MAX })),
  receipt: field(1, receiptCodec),
})

/** Sealed by HPKE to the hub with OPEN_LOG_INFO: the first door of a new log. */
export type FirstDoor = { readonly doorKey: Uint8Array; readonly roster: Roster }

export const OPEN_LOG_INFO = 'Rushlight 1 open log'

export const firstDoorCodec: Codec<FirstDoor> = struct({
  doorKey: field(0, bytes(SECRET_BYTES)),
  roster: field(1, rosterCodec),
})

/** Starts the log of an opening (R2, R6). Asking again for the same log and door changes nothing. */
export const openLog: Method<{ readonly log: LogId; readonly door: DoorId; readonly sealed: Uint8Array }, Nothing> = {
  number: 70,
  params: struct({
    log: field(0, logId.codec),
    door: field(1, doorId.codec),
    sealed: field(2, bytes({ max: FRAME_BYTES_MAX })),
  }),
  result: nothing,
}

export type PassDoorResult =
  | { readonly kind: 'passed' }
  /** The door is closed or was never here: pull, judge, and come by a newer one. */
  | { readonly kind: 'noDoor' }

const PROOF_BYTES_MAX = 512

/** Brings K_e and proves the posting key, once per door and connection (R7). `proof`: HPKE, DOOR_PROOF_INFO. */
export const passDoor: Method<
  { readonly log: LogId; readonly door: DoorId; readonly proof: Uint8Array },
  PassDoorResult
> = {
  number: 71,
  params: struct({
    log: field(0, logId.codec),
    door: field(1, doorId.codec),
    proof: field(2, bytes({ max: PROOF_BYTES_MAX })),
  }),
  result: union<PassDoorResult>({ passed: [0, struct({})], noDoor: [1, struct({})] }),
}

export type SubmitResult =
  | { readonly kind: 'accepted'; readonly receipt: Receipt }
  /** The door has children that the submit does not speak over (R10): here is what came since `seen`. */
  | { readonly kind: 'epochMoved'; readonly items: readonly LogItem[] }
  /** This connection has not passed that door (any more): pass it again. */
  | { readonly kind: 'noDoor' }
  /** Members left it for another log, and the submit does not say that it goes on despite that (R30): what they showed. */
  | { readonly kind: 'left'; readonly notes: readonly SuccessorNote[] }

/** `sealed`: a Submit under the key of the door proof. Answered when it is on disk (R11). */
export const submitEntry: Method<
  { readonly log: LogId; readonly door: DoorId; readonly sealed: Uint8Array },
  SubmitResult
> = {
  number: 72,
  params: struct({
    log: field(0, logId.codec),
    door: field(1, doorId.codec),
    sealed: field(2, bytes({ max: FRAME_BYTES_MAX })),
  }),
  result: union<SubmitResult>({
    accepted: [0, struct({ receipt: field(0, receiptCodec) })],
    epochMoved: [1, struct({ items: field(0, list(logItemCodec, PULL_ENTRIES_MAX)) })],
    noDoor: [2, struct({})],
    left: [3, struct({ notes: field(0, successorNotesCodec) })],
  }),
}

export type PullParams = { readonly log: LogId; readonly reader: Uint8Array; readonly after: number }

export type PullResult = {
  /** From `after` + 1 on, without a gap, as many as fit. */
  readonly items: readonly LogItem[]
  /** The newest place of the log. A removed device's log ends with its removal. */
  readonly head: number
}

export const pullLog: Method<PullParams, PullResult> = {
  number: 73,
  params: struct({ log: field(0, logId.codec), reader: field(1, bytes(SECRET_BYTES)), after: field(2, uint()) }),
  result: struct({ items: field(0, list(logItemCodec, PULL_ENTRIES_MAX)), head: field(1, uint()) }),
}

export type LogPlace = { readonly log: LogId; readonly reader: Uint8Array; readonly seen: number }

export type HeadsResult = {
  /** Those that went on, with their newest place. */
  readonly moved: readonly { readonly log: LogId; readonly head: number }[]
  /** Those the provider does not know, or not this reader. */
  readonly unknown: readonly LogId[]
  /** Those of which a reader showed that they went on elsewhere (`findSuccessors`). */
  readonly left?: readonly LogId[]
}

/** At connect and every few hours (R12): what did I miss? */
export const findHeads: Method<{ readonly logs: readonly LogPlace[] }, HeadsResult> = {
  number: 74,
  params: struct({
    logs: field(
      0,
      list(
        struct({ log: field(0, logId.codec), reader: field(1, bytes(SECRET_BYTES)), seen: field(2, uint()) }),
        HEADS_PER_REQUEST_MAX,
      ),
    ),
  }),
  result: struct({
    moved: field(0, list(struct({ log: field(0, logId.codec), head: field(1, uint()) }), HEADS_PER_REQUEST_MAX)),
    unknown: field(1, list(logId.codec, HEADS_PER_REQUEST_MAX)),
    left: optional(2, list(logId.codec, HEADS_PER_REQUEST_MAX)),
  }),
}

export type FetchWelcomeParams = { readonly log: LogId; readonly reader: Uint8Array; readonly seq: number }
export type FetchWelcomeResult = {
  readonly receipt: Receipt
  readonly welcome: Uint8Array
  readonly bundle: Uint8Array
}

/** What the commit at `seq` brought for those it adds; the reader secret is the added KeyPackage's. */
export const fetchWelcome: Method<FetchWelcomeParams, FetchWelcomeResult> = {
  number: 75,
  params: struct({ log: field(0, logId.codec), reader: field(1, bytes(SECRET_BYTES)), seq: field(2, uint()) }),
  result: struct({
    receipt: field(0, receiptCodec),
    welcome: field(1, bytes({ max: WELCOME_BYTES_MAX })),
    bundle: field(2, bytes({ max: WELCOME_BYTES_MAX })),
  }),
}
