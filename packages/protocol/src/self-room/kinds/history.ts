import { FILE_KEY_BYTES } from '../../blobs/blob-cipher.ts'
import { bigEndian, concat } from '../../bytes/bytes.ts'
import { bool, bytes, field, optional, struct, uint } from '../../bytes/codec.ts'
import { blobId, deviceId } from '../../ids/ids.ts'
import type { BlobId, DeviceId } from '../../ids/ids.ts'
import { providerNameCodec } from '../../identity/provider.ts'
import type { ProviderName } from '../../identity/provider.ts'
import { FILE_BYTES_MAX } from '../../limits.ts'
import type { NoteKind } from '../note-kind.ts'

/** A device that was let in asks the others for what was said before (`spec/history.md` §3), or wants no more of it. */
export type HistoryAsk = {
  readonly kind: 'historyAsk'
  readonly asker: DeviceId
  /** UTC ms; names the question. */
  readonly askedAt: number
  /** UTC ms: nothing that was said before; absent: nothing (any more). */
  readonly since?: number
}

/** Another device says that it gives what that one asked for. */
export type HistoryGiving = {
  readonly kind: 'historyGiving'
  readonly asker: DeviceId
  readonly askedAt: number
  readonly giver: DeviceId
  /** How many lines it is going to go through. */
  readonly lines: number
}

/** Where a part of it lies, and what opens it. Parts are counted from 0. */
export type HistoryPart = {
  readonly kind: 'historyPart'
  readonly asker: DeviceId
  readonly askedAt: number
  readonly giver: DeviceId
  readonly index: number
  readonly blob: BlobId
  readonly fileKey: Uint8Array
  readonly bytes: number
  readonly provider: ProviderName
  /** How many lines the giver has gone through with it. */
  readonly linesDone: number
  readonly isLast: boolean
}

export const historyAsk: NoteKind<HistoryAsk> = {
  tag: 20,
  isKept: false,
  codec: struct({ asker: field(0, deviceId.codec), askedAt: field(1, uint()), since: optional(2, uint()) }),
  subject: ({ asker }) => deviceId.toBytes(asker),
}

export const historyGiving: NoteKind<HistoryGiving> = {
  tag: 21,
  isKept: false,
  codec: struct({
    asker: field(0, deviceId.codec),
    askedAt: field(1, uint()),
    giver: field(2, deviceId.codec),
    lines: field(3, uint()),
  }),
  subject: ({ asker, giver }) => concat(deviceId.toBytes(asker), deviceId.toBytes(giver)),
}

const INDEX_BYTES = 4
const TIME_BYTES = 8
const INDEX_MAX: number = 2 ** 32 - 1

export const historyPart: NoteKind<HistoryPart> = {
  tag: 22,
  isKept: false,
  codec: struct({
    asker: field(0, deviceId.codec),
    askedAt: field(1, uint()),
    giver: field(2, deviceId.codec),
    index: field(3, uint(INDEX_MAX)),
    blob: field(4, blobId.codec),
    fileKey: field(5, bytes(FILE_KEY_BYTES)),
    bytes: field(6, uint(FILE_BYTES_MAX)),
    provider: field(7, providerNameCodec),
    linesDone: field(8, uint()),
    isLast: field(9, bool),
  }),
  subject: ({ asker, askedAt, giver, index }) => {
    const [question, place] = [bigEndian(askedAt, TIME_BYTES), bigEndian(index, INDEX_BYTES)]
    return concat(deviceId.toBytes(asker), deviceId.toBytes(giver), question, place)
  },
}
