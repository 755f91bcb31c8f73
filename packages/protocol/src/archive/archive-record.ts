import { FILE_KEY_BYTES } from '../blobs/blob-cipher.ts'
import { bool, bytes, field, list, oneOf, optional, struct, text, uint, union } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { ACCOUNT_KEYS_MAX } from '../directory/backup.ts'
import { BACKUP_KEY_BYTES, backupDoorsCodec } from '../directory/backup-doors.ts'
import type { BackupDoors } from '../directory/backup-doors.ts'
import { accountId, blobId, messageId, roomId } from '../ids/ids.ts'
import type { AccountId, BlobId, MessageId, RoomId } from '../ids/ids.ts'
import { keyCodec } from '../ids/keys.ts'
import type { AccountPrivateKey, RecoveryPrivateKey } from '../ids/keys.ts'
import { accountNameCodec } from '../identity/account-name.ts'
import type { AccountName } from '../identity/account-name.ts'
import { providerNameCodec } from '../identity/provider.ts'
import type { ProviderName } from '../identity/provider.ts'
import { recordChainCodec } from '../identity/record-chain.ts'
import type { RecordChain } from '../identity/record-chain.ts'
import { verificationCodec } from '../identity/verification.ts'
import type { Verification } from '../identity/verification.ts'
import {
  ARCHIVE_CHUNK_BYTES,
  CONTENT_BYTES_MAX,
  FILE_BYTES_FORMAT_MAX,
  FILES_PER_MESSAGE_MAX,
  MEETING_SECRETS_MAX,
  ROOM_DEVICES_MAX,
  ROOM_TITLE_BYTES_MAX,
} from '../limits.ts'
import { openingsCodec } from '../room/opening.ts'
import type { SignedOpening } from '../room/opening.ts'
import type { RoomKind } from '../room/role.ts'
import { meetingSecretCodec } from '../room/welcome-bundle.ts'
import type { MeetingSecret } from '../room/welcome-bundle.ts'

/** One thing that travels (`spec/archive.md` §3). No state of MLS is among them (R18). */
export type ArchiveRecord =
  | ({ readonly kind: 'account' } & ArchivedAccount)
  | ({ readonly kind: 'keys' } & ArchivedKeys)
  | ({ readonly kind: 'person' } & ArchivedPerson)
  | ({ readonly kind: 'room' } & ArchivedRoom)
  | ({ readonly kind: 'tombstone' } & ArchivedTombstone)
  | ({ readonly kind: 'message' } & ArchivedMessage)
  | ({ readonly kind: 'file' } & ArchivedFilePiece)

/** Whose archive it is: the first record. */
export type ArchivedAccount = {
  readonly account: AccountId
  readonly name: AccountName
  readonly chain: RecordChain
  /** Under these the tombstones have their names; the newest first. */
  readonly tombstoneKeys: readonly Uint8Array[]
  /** UTC ms: against which deadlines were held when it was written. */
  readonly judgedAt: number
}

/** What makes a device of the account: in archives for a person to keep only. */
export type ArchivedKeys = {
  /** The newest first. */
  readonly accountKeys: readonly AccountPrivateKey[]
  readonly recoveryKey?: RecoveryPrivateKey
  readonly backupKey: Uint8Array
  /** The ways to it, for a provider that has no backup yet. */
  readonly doors?: BackupDoors
}

/** Somebody whom one knows: contact or not, blocked or not. */
export type ArchivedPerson = {
  readonly account: AccountId
  readonly name: AccountName
  readonly provider: ProviderName
  readonly chain?: RecordChain
  readonly isContact: boolean
  readonly isBlocked: boolean
  /** UTC ms. */
  readonly contactSince?: number
  readonly verification?: Verification
}

export type ArchivedRoom = {
  readonly room: RoomId
  readonly kindOfRoom: RoomKind
  readonly title: string
  readonly participants: readonly AccountId[]
  readonly openings: readonly SignedOpening[]
  readonly meetings: readonly MeetingSecret[]
  /** UTC ms. */
  readonly activeAt: number
  readonly mutedUntil?: number
  /** Not in it any more: what was said stays to be read. */
  readonly isOver: boolean
}

/** A message that was here and is not any more: it must not come back (R28). */
export type ArchivedTombstone = {
  /** HMAC-SHA256(tombstone key, message id), first 16 bytes. */
  readonly name: Uint8Array
  /** UTC ms. */
  readonly keptUntil: number
  readonly deletedBy?: AccountId
}

export type ArchivedMessage = {
  readonly room: RoomId
  readonly id: MessageId
  readonly sender: AccountId
  readonly isOwn: boolean
  readonly body: ArchivedBody
  /** UTC ms; with the next two: where it stands among the others. */
  readonly acceptedAt: number
  readonly seq: number
  readonly sub: number
  /** UTC ms. */
  readonly sentAt: number
  readonly expiresAt?: number
  readonly burnAfterMs?: number
  readonly readAt?: number
  readonly readBy: readonly AccountId[]
  readonly readers: readonly AccountId[]
}

export type ArchivedBody =
  /** Encoded mimi-content: the id is made over exactly these bytes. */
  | { readonly kind: 'content'; readonly encoded: Uint8Array }
  | { readonly kind: 'deleted' }
  /** What the room itself says, as the vault has it. */
  | { readonly kind: 'event'; readonly event: Uint8Array }

/** A piece of the blob of a message's file: ciphertext, whose key is in the message. Pieces follow on one another. */
export type ArchivedFilePiece = {
  readonly room: RoomId
  readonly message: MessageId
  /** Which of the message's files. */
  readonly index: number
  readonly blob: BlobId
  /** Where the piece begins in the blob. */
  readonly offset: number
  readonly bytes: Uint8Array
  readonly isLast: boolean
}

/** Devices of an account have one each; whoever took history over knows those of others. */
export const TOMBSTONE_KEYS_MAX = 32
const TOMBSTONE_NAME_BYTES = 16
const TOMBSTONE_KEY_BYTES: number = FILE_KEY_BYTES
const EVENT_BYTES_MAX: number = 64 * 1024
const SUB_MAX = 255

const accounts = list(accountId.codec, ROOM_DEVICES_MAX)

const accountCodec: Codec<ArchivedAccount> = struct({
  account: field(0, accountId.codec),
  name: field(1, accountNameCodec),
  chain: field(2, recordChainCodec),
  tombstoneKeys: field(3, list(bytes(TOMBSTONE_KEY_BYTES), TOMBSTONE_KEYS_MAX)),
  judgedAt: field(4, uint()),
})

const keysCodec: Codec<ArchivedKeys> = struct({
  accountKeys: field(0, list(keyCodec<AccountPrivateKey>(), ACCOUNT_KEYS_MAX)),
  recoveryKey: optional(1, keyCodec<RecoveryPrivateKey>()),
  backupKey: field(2, bytes(BACKUP_KEY_BYTES)),
  doors: optional(3, backupDoorsCodec),
})

const personCodec: Codec<ArchivedPerson> = struct({
  account: field(0, accountId.codec),
  name: field(1, accountNameCodec),
  provider: field(2, providerNameCodec),
  chain: optional(3, recordChainCodec),
  isContact: field(4, bool),
  isBlocked: field(5, bool),
  contactSince: optional(6, uint()),
  verification: optional(7, verificationCodec),
})

const roomCodec: Codec<ArchivedRoom> = struct({
  room: field(0, roomId.codec),
  kindOfRoom: field(1, oneOf(['self', 'direct', 'group'])),
  title: field(2, text(ROOM_TITLE_BYTES_MAX)),
  participants: field(3, accounts),
  openings: field(4, openingsCodec),
  meetings: field(5, list(meetingSecretCodec, MEETING_SECRETS_MAX)),
  activeAt: field(6, uint()),
  mutedUntil: optional(7, uint()),
  isOver: field(8, bool),
})

const tombstoneCodec: Codec<ArchivedTombstone> = struct({
  name: field(0, bytes(TOMBSTONE_NAME_BYTES)),
  keptUntil: field(1, uint()),
  deletedBy: optional(2, accountId.codec),
})

const bodyCodec: Codec<ArchivedBody> = union<ArchivedBody>({
  content: [1, struct({ encoded: field(0, bytes({ max: CONTENT_BYTES_MAX })) })],
  deleted: [2, struct({})],
  event: [3, struct({ event: field(0, bytes({ max: EVENT_BYTES_MAX })) })],
})

const messageCodec: Codec<ArchivedMessage> = struct({
  room: field(0, roomId.codec),
  id: field(1, messageId.codec),
  sender: field(2, accountId.codec),
  isOwn: field(3, bool),
  body: field(4, bodyCodec),
  acceptedAt: field(5, uint()),
  seq: field(6, uint()),
  sub: field(7, uint(SUB_MAX)),
  sentAt: field(8, uint()),
  expiresAt: optional(9, uint()),
  burnAfterMs: optional(10, uint()),
  readAt: optional(11, uint()),
  readBy: field(12, accounts),
  readers: field(13, accounts),
})

const filePieceCodec: Codec<ArchivedFilePiece> = struct({
  room: field(0, roomId.codec),
  message: field(1, messageId.codec),
  index: field(2, uint(FILES_PER_MESSAGE_MAX - 1)),
  blob: field(3, blobId.codec),
  offset: field(4, uint(2 * FILE_BYTES_FORMAT_MAX)),
  bytes: field(5, bytes({ max: ARCHIVE_CHUNK_BYTES })),
  isLast: field(6, bool),
})

export const archiveRecordCodec: Codec<ArchiveRecord> = union<ArchiveRecord>({
  account: [1, accountCodec],
  keys: [2, keysCodec],
  person: [3, personCodec],
  room: [4, roomCodec],
  tombstone: [5, tombstoneCodec],
  message: [6, messageCodec],
  file: [7, filePieceCodec],
})
