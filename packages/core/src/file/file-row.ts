import {
  blobId,
  bytes,
  concat,
  field,
  FILE_BYTES_FORMAT_MAX,
  FILE_KEY_BYTES,
  FILE_NAME_BYTES_MAX,
  fileId,
  literal,
  MEDIA_TYPE_BYTES_MAX,
  messageId,
  oneOf,
  optional,
  PREVIEW_BYTES_MAX,
  providerNameCodec,
  roomId,
  struct,
  text,
  uint,
} from '@rushlight/protocol'
import type { BlobId, Codec, FileId, MessageId, ProviderName, RoomId } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** A file that was attached and is not sent yet. */
export type DraftFileRow = {
  readonly format: 1
  readonly stage: StageName
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** These two of what is sealed. The rest is being sealed, or was when the program ended: then it is lost, and told so. */
  readonly fileKey?: Uint8Array
  readonly blob?: BlobId
  readonly preview?: PreviewRow
  /** UTC ms: when it goes, unless it was sent. */
  readonly keptUntil: number
}

export type SealedDraftRow = DraftFileRow & { readonly fileKey: Uint8Array; readonly blob: BlobId }

export function isSealedDraft(row: DraftFileRow | undefined): row is SealedDraftRow {
  return row?.fileKey !== undefined && row.blob !== undefined
}

export type PreviewRow = { readonly width: number; readonly height: number; readonly thumbhash: Uint8Array }

/** A file of a message, as far as this device has something of it; its key is in the message (`STATES.md`). */
export type FileRow = {
  readonly format: 1
  readonly stage: StageName
  readonly state: 'uploading' | 'again' | 'unsent' | 'downloading' | 'here' | 'failed'
  readonly blob: BlobId
  readonly bytes: number
  /** UTC ms: how long the provider is asked to keep it (uploads). */
  readonly endsAt?: number
  readonly failure?: FileFailure
  /** UTC ms: when a reader last said that it is not to be had, and it was brought again. */
  readonly askedAt?: number
  /** Of another's file: where it lies, unless one's own provider has it. */
  readonly provider?: ProviderName
}

/** The whole file is here, and the provider has it or had it. */
export function isWholeHere(row: FileRow | undefined): row is FileRow & { readonly state: 'here' | 'again' } {
  return row?.state === 'here' || row?.state === 'again'
}

/** `lost`: nobody has it any more. `damaged`: what is there is not what was sent. `unreadable`: what was here is not. */
export type FileFailure = 'lost' | 'damaged' | 'tooLarge' | 'unsupported' | 'unreadable'

/** 32 hex digits. */
type StageName = string

/** A blob that this account left at its provider: what is needed to take it back. */
export type OwnBlobRow = {
  readonly format: 1
  /** UTC ms: from then on the provider has erased it by itself. */
  readonly endsAt: number
  /** UTC ms: when to have it erased before that. */
  readonly releaseAt?: number
}

export type DraftFileKey = { readonly room: RoomId; readonly id: FileId }
export type FileKey = { readonly room: RoomId; readonly message: MessageId; readonly index: number }

const STAGE_NAME_CHARACTERS = 32
const SIDE_MAX = 65_535

const previewCodec: Codec<PreviewRow> = struct({
  width: field(0, uint(SIDE_MAX)),
  height: field(1, uint(SIDE_MAX)),
  thumbhash: field(2, bytes({ max: PREVIEW_BYTES_MAX })),
})

const draftFileCodec: Codec<DraftFileRow> = struct({
  format: field(0, literal(1)),
  stage: field(1, text(STAGE_NAME_CHARACTERS)),
  name: field(2, text(FILE_NAME_BYTES_MAX)),
  mediaType: field(3, text(MEDIA_TYPE_BYTES_MAX)),
  bytes: field(4, uint(FILE_BYTES_FORMAT_MAX)),
  fileKey: optional(5, bytes(FILE_KEY_BYTES)),
  blob: optional(6, blobId.codec),
  preview: optional(7, previewCodec),
  keptUntil: field(8, uint()),
})

const fileCodec: Codec<FileRow> = struct({
  format: field(0, literal(1)),
  stage: field(1, text(STAGE_NAME_CHARACTERS)),
  state: field(2, oneOf(['uploading', 'unsent', 'downloading', 'here', 'failed', 'again'])),
  blob: field(3, blobId.codec),
  bytes: field(4, uint(FILE_BYTES_FORMAT_MAX)),
  endsAt: optional(5, uint()),
  failure: optional(6, oneOf(['lost', 'damaged', 'tooLarge', 'unsupported', 'unreadable'])),
  askedAt: optional(7, uint()),
  provider: optional(8, providerNameCodec),
})

const ownBlobCodec: Codec<OwnBlobRow> = struct({
  format: field(0, literal(1)),
  endsAt: field(1, uint()),
  releaseAt: optional(2, uint()),
})

export const draftFileTable: Table<DraftFileKey, DraftFileRow> = {
  name: 'draft-file',
  key: ({ room, id }) => concat(roomId.toBytes(room), fileId.toBytes(id)),
  codec: draftFileCodec,
}

export const fileTable: Table<FileKey, FileRow> = {
  name: 'file',
  key: ({ room, message, index }) => concat(filesOfMessage(room, message), Uint8Array.of(index)),
  codec: fileCodec,
}

export const ownBlobTable: Table<BlobId, OwnBlobRow> = {
  name: 'own-blob',
  key: (blob) => blobId.toBytes(blob),
  codec: ownBlobCodec,
}

/** What the keys of all files of a message begin with. */
export function filesOfMessage(room: RoomId, message: MessageId): Uint8Array {
  return concat(roomId.toBytes(room), messageId.toBytes(message))
}

const ROOM_BYTES = 32
const MESSAGE_END: number = ROOM_BYTES + 32

export function parseFileKey(key: Uint8Array): FileKey {
  return {
    room: roomId.fromBytes(key.slice(0, ROOM_BYTES)),
    message: messageId.fromBytes(key.slice(ROOM_BYTES, MESSAGE_END)),
    index: key[MESSAGE_END] ?? 0,
  }
}

export function parseDraftFileKey(key: Uint8Array): DraftFileKey {
  return { room: roomId.fromBytes(key.slice(0, ROOM_BYTES)), id: fileId.fromBytes(key.slice(ROOM_BYTES)) }
}
