import { bigEndian, concat, parseBigEndian } from '../bytes/bytes.ts'
import { encodeWith, field, list, literal, oneOf, optional, parseWith, struct, text } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { pad, unpad } from '../bytes/padding.ts'
import { encodeVector, takeVector } from '../bytes/tls.ts'
import { openUnder, sealUnder } from '../crypto/sealed.ts'
import type { Crypto } from '../crypto/crypto.ts'
import { accountId, roomId } from '../ids/ids.ts'
import type { AccountId, RoomId } from '../ids/ids.ts'
import { keyCodec } from '../ids/keys.ts'
import type { AccountPrivateKey, RecoveryPrivateKey } from '../ids/keys.ts'
import { accountNameCodec } from '../identity/account-name.ts'
import type { AccountName } from '../identity/account-name.ts'
import { verificationCodec } from '../identity/verification.ts'
import type { Verification } from '../identity/verification.ts'
import { providerNameCodec } from '../identity/provider.ts'
import type { ProviderName } from '../identity/provider.ts'
import { backupHistoryCodec } from './backup-history.ts'
import type { BackupHistory } from './backup-history.ts'
import { BACKUP_BYTES_MAX, MEETING_SECRETS_MAX, ROOM_DEVICES_MAX, ROOM_TITLE_BYTES_MAX } from '../limits.ts'
import { openingsCodec } from '../room/opening.ts'
import type { SignedOpening } from '../room/opening.ts'
import { meetingSecretCodec } from '../room/welcome-bundle.ts'
import type { MeetingSecret } from '../room/welcome-bundle.ts'
import type { RoomKind } from '../room/role.ts'
import { backupDoorsCodec, openDoor } from './backup-doors.ts'
import type { BackupDoors, DoorMaking } from './backup-doors.ts'

/**
 * What a person needs to come back on an empty device: keys, contacts and the list of rooms, sealed under a random key that the
 * password gives, or the recovery phrase (`spec/stored-formats.md` §4). No message, and no MLS state (R18).
 */
export type BackupContent = {
  readonly format: 1
  /**
   * The newest first. A device that removes another makes a new key and leaves it here before it tells the provider; if it
   * dies in between, the one before is still the account's.
   */
  readonly accountKeys: readonly AccountPrivateKey[]
  /** Until its owner has written the recovery phrase down. */
  readonly recoveryKey?: RecoveryPrivateKey
  /** In this and the next two, what matters most stands first: what is too much is left off at the end. */
  readonly contacts: readonly BackupContact[]
  readonly blocked: readonly AccountId[]
  readonly rooms: readonly BackupRoom[]
  /** Where the messages lie, if anybody ever decided about that. */
  readonly history?: BackupHistory
}

export type BackupContact = {
  readonly account: AccountId
  readonly name: AccountName
  readonly provider: ProviderName
  readonly verification?: Verification
}

export type BackupRoom = {
  readonly room: RoomId
  readonly kind: RoomKind
  readonly title: string
  readonly participants: readonly AccountId[]
  readonly openings: readonly SignedOpening[]
  readonly meetings: readonly MeetingSecret[]
}

/** Keys of changes that may not have come through. */
export const ACCOUNT_KEYS_MAX = 8
const CONTACTS_MAX = 10_000
const ROOMS_MAX = 10_000
const PADDED_BYTES_MIN = 4096

const contactCodec: Codec<BackupContact> = struct({
  account: field(0, accountId.codec),
  name: field(1, accountNameCodec),
  provider: field(2, providerNameCodec),
  verification: optional(3, verificationCodec),
})

const roomCodec: Codec<BackupRoom> = struct({
  room: field(0, roomId.codec),
  kind: field(1, oneOf(['self', 'direct', 'group'])),
  title: field(2, text(ROOM_TITLE_BYTES_MAX)),
  participants: field(3, list(accountId.codec, ROOM_DEVICES_MAX)),
  openings: field(4, openingsCodec),
  meetings: field(5, list(meetingSecretCodec, MEETING_SECRETS_MAX)),
})

const backupContentCodec: Codec<BackupContent> = struct({
  format: field(0, literal(1)),
  accountKeys: field(1, list(keyCodec<AccountPrivateKey>(), ACCOUNT_KEYS_MAX)),
  recoveryKey: optional(2, keyCodec<RecoveryPrivateKey>()),
  contacts: field(3, list(contactCodec, CONTACTS_MAX)),
  blocked: field(4, list(accountId.codec, CONTACTS_MAX)),
  rooms: field(5, list(roomCodec, ROOMS_MAX)),
  history: optional(6, backupHistoryCodec),
})

/** Stands in front, and is authenticated: an older program knows that it must not touch what a newer one has left. */
const BACKUP_FORMAT = 2
/** Without doors: its key is that of the password door. */
const FORMAT_WITHOUT_DOORS = 1
const FORMAT_BYTES = 2

/** Padding and sealing add less than a sixteenth. */
const CONTENT_BYTES_MAX: number = (BACKUP_BYTES_MAX / 16) * 15
/** What people are to be found again by has its share, however many and large the rooms are. */
const PEOPLE_BYTES_MAX: number = CONTENT_BYTES_MAX / 2
const LIST_BYTES_MAX = 1024

export type BackupKey = { readonly key: Uint8Array; readonly doors: BackupDoors }

export async function sealBackup(
  crypto: Crypto,
  { key, doors }: BackupKey,
  content: BackupContent,
): Promise<Uint8Array> {
  const head = concat(bigEndian(BACKUP_FORMAT, FORMAT_BYTES), encodeVector(encodeWith(backupDoorsCodec, doors)))
  const data = pad(encodeWith(backupContentCodec, fit(content)), PADDED_BYTES_MIN)
  return concat(head, await sealUnder(crypto, key, { data, associated: head }))
}

/** A backup that nobody would take, or read again, were worth less than one without what matters least. */
function fit(content: BackupContent): BackupContent {
  const blocked = content.blocked.slice(0, CONTACTS_MAX)
  const blockedBytes = encodeWith(list(accountId.codec, CONTACTS_MAX), blocked).length
  const contacts = firstOf(content.contacts, contactCodec, {
    count: CONTACTS_MAX,
    bytes: PEOPLE_BYTES_MAX - blockedBytes,
  })
  const contactBytes = encodeWith(list(contactCodec, CONTACTS_MAX), contacts).length
  const { history } = content
  const historyBytes = history === undefined ? 0 : encodeWith(backupHistoryCodec, history).length
  const roomBytes = CONTENT_BYTES_MAX - LIST_BYTES_MAX - blockedBytes - contactBytes - historyBytes
  const rooms = firstOf(content.rooms, roomCodec, { count: ROOMS_MAX, bytes: roomBytes })
  return { ...content, blocked, contacts, rooms }
}

type Share = { readonly count: number; readonly bytes: number }

function firstOf<T>(values: readonly T[], codec: Codec<T>, { count, bytes }: Share): readonly T[] {
  const first: T[] = []
  let left = bytes
  for (const value of values.slice(0, count)) {
    left -= encodeWith(codec, value).length
    if (left < 0) break
    first.push(value)
  }
  return first
}

export type OpenedBackup =
  | { readonly kind: 'opened'; readonly content: BackupContent; readonly doors: BackupDoors }
  /** Made by a newer program: this one has to be updated, and must leave it alone. */
  | { readonly kind: 'tooNew' }
  /** Damaged, or sealed under another key. */
  | { readonly kind: 'unreadable' }

export async function openBackup(crypto: Crypto, key: Uint8Array, sealed: Uint8Array): Promise<OpenedBackup> {
  const parts = takeApart(sealed)
  return parts.kind === 'parts' ? openParts(crypto, key, parts) : parts
}

export type BackupOpenedAtDoor =
  | (Extract<OpenedBackup, { kind: 'opened' }> & { readonly key: Uint8Array })
  | Exclude<OpenedBackup, { kind: 'opened' }>

/** By what the password or the phrase gives: with the key of the backup, to be kept for the next one. */
export async function openBackupAtDoor(
  crypto: Crypto,
  passing: Pick<DoorMaking, 'door' | 'doorKey'>,
  sealed: Uint8Array,
): Promise<BackupOpenedAtDoor> {
  const parts = takeApart(sealed)
  if (parts.kind !== 'parts') return parts
  const isOld = parts.format === FORMAT_WITHOUT_DOORS && passing.door === 'password'
  const key = isOld ? passing.doorKey : await openDoor(crypto, parts.doors, passing)
  if (key === undefined) return { kind: 'unreadable' }
  const opened = await openParts(crypto, key, parts)
  return opened.kind === 'opened' ? { ...opened, key } : opened
}

type Parts = {
  readonly kind: 'parts'
  readonly format: number
  readonly doors: BackupDoors
  readonly head: Uint8Array
  readonly rest: Uint8Array
}

function takeApart(sealed: Uint8Array): Parts | Exclude<OpenedBackup, { kind: 'opened' }> {
  if (sealed.length < FORMAT_BYTES) return { kind: 'unreadable' }
  const format = parseBigEndian(sealed.subarray(0, FORMAT_BYTES))
  if (format > BACKUP_FORMAT) return { kind: 'tooNew' }
  const behind = sealed.subarray(FORMAT_BYTES)
  if (format === FORMAT_WITHOUT_DOORS) {
    return { kind: 'parts', format, doors: {}, head: sealed.subarray(0, FORMAT_BYTES), rest: behind }
  }
  const taken = takeVector(behind)
  const doors = taken === undefined ? undefined : parseWith(backupDoorsCodec, taken.data)
  if (taken === undefined || doors === undefined) return { kind: 'unreadable' }
  return { kind: 'parts', format, doors, head: sealed.subarray(0, sealed.length - taken.rest.length), rest: taken.rest }
}

async function openParts(crypto: Crypto, key: Uint8Array, { head, rest, doors }: Parts): Promise<OpenedBackup> {
  const padded = await openUnder(crypto, key, { data: rest, associated: head })
  const data = padded === undefined ? undefined : unpad(padded)
  const content = data === undefined ? undefined : parseWith(backupContentCodec, data)
  return content === undefined ? { kind: 'unreadable' } : { kind: 'opened', content, doors }
}
