import { bytes, field, list, struct, uint } from '../../bytes/codec.ts'
import { logId } from '../../ids/ids.ts'
import type { LogId } from '../../ids/ids.ts'
import { ENTRY_BYTES_MAX, PREFIX_COPIES_MAX, PREFIX_NAMES_PER_REQUEST_MAX } from '../../limits.ts'
import { READER_SECRET_BYTES } from '../../log/roster.ts'
import { TIME_TO_LIVE_STEP_MAX } from '../../log/time-to-live.ts'
import { PREFIX_NAME_BYTES } from '../../succession/prefix.ts'
import { successorNoteCodec, successorNotesCodec } from '../../succession/successor-note.ts'
import type { SuccessorNote } from '../../succession/successor-note.ts'
import { signedTombstonesCodec } from '../../succession/tombstone.ts'
import type { SignedTombstone } from '../../succession/tombstone.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'

/** `features` of `hello` lists it while there are tombstones to read. */
export const TOMBSTONES_FEATURE = 1

/** What the provider says about where it goes on, and what it was told of keys that it had before. */
export const readTombstones: Method<Nothing, { readonly tombstones: readonly SignedTombstone[] }> = {
  number: 3,
  params: nothing,
  result: struct({ tombstones: field(0, signedTombstonesCodec) }),
}

/** A receipt with the path of a turn, and what sealing adds. */
const PREFIX_ITEM_BYTES_MAX = ENTRY_BYTES_MAX + 4096

/** A reader shows the hub of a log where that went on (R30); in place of what it showed before. */
export const leaveLog: Method<
  { readonly log: LogId; readonly reader: Uint8Array; readonly note: SuccessorNote },
  Nothing
> = {
  number: 76,
  params: struct({
    log: field(0, logId.codec),
    reader: field(1, bytes(READER_SECRET_BYTES)),
    note: field(2, successorNoteCodec),
  }),
  result: nothing,
}

/** What readers of a log showed. */
export const findSuccessors: Method<
  { readonly log: LogId; readonly reader: Uint8Array },
  { readonly notes: readonly SuccessorNote[] }
> = {
  number: 77,
  params: struct({ log: field(0, logId.codec), reader: field(1, bytes(READER_SECRET_BYTES)) }),
  result: struct({ notes: field(0, successorNotesCodec) }),
}

/** Puts an entry of the log before beside a log (`succession/prefix.ts`). One that lies there often enough is left out. */
export const putPrefix: Method<
  {
    readonly log: LogId
    readonly reader: Uint8Array
    readonly name: Uint8Array
    readonly sealed: Uint8Array
    readonly timeToLiveStep: number
  },
  Nothing
> = {
  number: 78,
  params: struct({
    log: field(0, logId.codec),
    reader: field(1, bytes(READER_SECRET_BYTES)),
    name: field(2, bytes(PREFIX_NAME_BYTES)),
    sealed: field(3, bytes({ max: PREFIX_ITEM_BYTES_MAX })),
    timeToLiveStep: field(4, uint(TIME_TO_LIVE_STEP_MAX)),
  }),
  result: nothing,
}

export type PrefixItem = { readonly name: Uint8Array; readonly sealed: Uint8Array }

/** Those of the named ones that lie beside the log, as many as fit, in the order asked; of one name each copy. */
export const pullPrefix: Method<
  { readonly log: LogId; readonly reader: Uint8Array; readonly names: readonly Uint8Array[] },
  { readonly items: readonly PrefixItem[] }
> = {
  number: 79,
  params: struct({
    log: field(0, logId.codec),
    reader: field(1, bytes(READER_SECRET_BYTES)),
    names: field(2, list(bytes(PREFIX_NAME_BYTES), PREFIX_NAMES_PER_REQUEST_MAX)),
  }),
  result: struct({
    items: field(
      0,
      list(
        struct({ name: field(0, bytes(PREFIX_NAME_BYTES)), sealed: field(1, bytes({ max: PREFIX_ITEM_BYTES_MAX })) }),
        PREFIX_NAMES_PER_REQUEST_MAX * PREFIX_COPIES_MAX,
      ),
    ),
  }),
}
