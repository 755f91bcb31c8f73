import { FILE_KEY_BYTES } from '../blobs/blob-cipher.ts'
import { bytes, field, list, optional, struct, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { blobId, deviceId } from '../ids/ids.ts'
import type { BlobId, DeviceId } from '../ids/ids.ts'
import { FILE_BYTES_MAX, HISTORY_SEGMENTS_MAX } from '../limits.ts'

/**
 * Where the messages lie that are kept for the way back, and what opens them (`spec/history.md` §2). A segment whose key is
 * not among these any more cannot be opened by anybody, whoever still has its bytes.
 */
export type BackupHistory = {
  /** UTC ms: when somebody last decided who keeps it, or that nobody does. The latest decision counts. */
  readonly decidedAt: number
  /** The one device that writes it; absent: messages are not kept. */
  readonly keeper?: DeviceId
  /** UTC ms: when the keeper was last there. Another device takes over from one that stays away. */
  readonly writtenAt: number
  readonly segments: readonly HistorySegment[]
}

/** Some lines, sealed as a blob under a key of its own. */
export type HistorySegment = {
  readonly blob: BlobId
  readonly fileKey: Uint8Array
  /** Before it was sealed. */
  readonly bytes: number
  /** UTC ms: when the providers erase it by themselves. */
  readonly endsAt: number
}

export const historySegmentCodec: Codec<HistorySegment> = struct({
  blob: field(0, blobId.codec),
  fileKey: field(1, bytes(FILE_KEY_BYTES)),
  bytes: field(2, uint(FILE_BYTES_MAX)),
  endsAt: field(3, uint()),
})

export const backupHistoryCodec: Codec<BackupHistory> = struct({
  decidedAt: field(0, uint()),
  keeper: optional(1, deviceId.codec),
  writtenAt: field(2, uint()),
  segments: field(3, list(historySegmentCodec, HISTORY_SEGMENTS_MAX)),
})
