import {
  accountId,
  bigEndian,
  bool,
  bytes,
  concat,
  CONTENT_BYTES_MAX,
  field,
  list,
  literal,
  messageId,
  NAME_LENGTH_MAX,
  oneOf,
  optional,
  PROVIDER_NAME_BYTES_MAX,
  ROOM_DEVICES_MAX,
  ROOM_TITLE_BYTES_MAX,
  roomId,
  roomTimersCodec,
  struct,
  text,
  uint,
  union,
} from '@rushlight/protocol'
import type { AccountId, Codec, MessageId, RoomId, RoomTimers } from '@rushlight/protocol'
import type { Table } from '../vault/table.ts'

/** One line of a conversation: something said, or something that happened to the room. */
export type MessageRow = {
  readonly format: 1
  readonly id: MessageId
  readonly sender: AccountId
  readonly isOwn: boolean
  readonly body: MessageBody
  readonly expiresAt?: number
  readonly burnAfterMs?: number
  /** UTC ms: of own messages when they were written, of others' when the hub took them. */
  readonly sentAt: number
  /** Absent until a hub has receipted it. */
  readonly place?: LogPlace
  /** When this account first read it, on any of its devices. */
  readonly readAt?: number
  /** Accounts that said they have read it (own messages). */
  readonly readBy: readonly AccountId[]
  /** Who is there to read it at its place in the log (own messages); nobody before it has one. */
  readonly readers: readonly AccountId[]
  readonly failure?: MessageFailure
}

/** The `seq` of what stood in a log that is lost and is not known to have come to everybody: it is said again (R27). */
export const SAID_AGAIN: number = Number.MAX_SAFE_INTEGER

type LogPlace = { readonly seq: number; readonly acceptedAt: number }

type MessageBody =
  /** Encoded mimi-content: the id is made over exactly these bytes, and a resend needs them (R27). */
  | { readonly kind: 'content'; readonly encoded: Uint8Array }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'event'; readonly event: RoomEvent }
  /** Its time was over before anybody took it. */
  | { readonly kind: 'undelivered' }

/** What the room itself says, in the words of whoever caused it. */
export type RoomEvent =
  | { readonly kind: 'created' }
  | { readonly kind: 'added'; readonly accounts: readonly AccountId[] }
  | { readonly kind: 'removed'; readonly accounts: readonly AccountId[] }
  | { readonly kind: 'left'; readonly accounts: readonly AccountId[] }
  | { readonly kind: 'renamed'; readonly title: string }
  | { readonly kind: 'timers'; readonly timers: RoomTimers }
  | { readonly kind: 'role'; readonly account: AccountId; readonly isModerator: boolean }
  /** A device of that account came in (again). */
  | { readonly kind: 'device'; readonly account: AccountId }
  /** For the second time or more in 30 days somebody could not follow a commit of that account (R15). */
  | { readonly kind: 'cannotFollow'; readonly account: AccountId }
  /** A device of that account signed for two ways on after one log, and both words are known (R24). */
  | { readonly kind: 'spokeTwice'; readonly account: AccountId }
  /** The hub was gone or had lost its data; the room went on in a log that the one it names has opened. */
  | { readonly kind: 'wentOn' }
  /** The account came back by its recovery phrase: whom the user had verified is verified no longer. */
  | { readonly kind: 'cameBack'; readonly account: AccountId; readonly wasVerified: boolean }
  /** It has another name, or lives first at another provider; as others write them, `alice@chat.example.org`. */
  | { readonly kind: 'calledNow'; readonly account: AccountId; readonly before: string; readonly after: string }

export type MessageFailure = 'notAllowed' | 'roomGone' | 'tooLarge' | 'fileLost'

/** Sorts the lines of a room: by the hub's order; what no hub has taken yet stands at the end. */
export type MessagePlace = { readonly room: RoomId; readonly at: number; readonly seq: number; readonly sub: number }

const accounts = list(accountId.codec, ROOM_DEVICES_MAX)

const handle = text(NAME_LENGTH_MAX + 1 + PROVIDER_NAME_BYTES_MAX)

export const eventCodec: Codec<RoomEvent> = union<RoomEvent>({
  created: [1, struct({})],
  added: [2, struct({ accounts: field(0, accounts) })],
  removed: [3, struct({ accounts: field(0, accounts) })],
  left: [4, struct({ accounts: field(0, accounts) })],
  renamed: [5, struct({ title: field(0, text(ROOM_TITLE_BYTES_MAX)) })],
  timers: [6, struct({ timers: field(0, roomTimersCodec) })],
  role: [7, struct({ account: field(0, accountId.codec), isModerator: field(1, bool) })],
  device: [8, struct({ account: field(0, accountId.codec) })],
  cannotFollow: [9, struct({ account: field(0, accountId.codec) })],
  wentOn: [10, struct({})],
  spokeTwice: [11, struct({ account: field(0, accountId.codec) })],
  cameBack: [12, struct({ account: field(0, accountId.codec), wasVerified: field(1, bool) })],
  calledNow: [13, struct({ account: field(0, accountId.codec), before: field(1, handle), after: field(2, handle) })],
})

const bodyCodec: Codec<MessageBody> = union<MessageBody>({
  content: [1, struct({ encoded: field(0, bytes({ max: CONTENT_BYTES_MAX })) })],
  deleted: [2, struct({})],
  event: [3, struct({ event: field(0, eventCodec) })],
  undelivered: [4, struct({})],
})

const placeCodec: Codec<LogPlace> = struct({ seq: field(0, uint()), acceptedAt: field(1, uint()) })

const messageRowCodec: Codec<MessageRow> = struct({
  format: field(0, literal(1)),
  id: field(1, messageId.codec),
  sender: field(2, accountId.codec),
  isOwn: field(3, bool),
  body: field(4, bodyCodec),
  expiresAt: optional(5, uint()),
  burnAfterMs: optional(6, uint()),
  sentAt: field(7, uint()),
  place: optional(8, placeCodec),
  readAt: optional(9, uint()),
  readBy: field(10, accounts),
  readers: field(11, accounts),
  failure: optional(12, oneOf(['notAllowed', 'roomGone', 'tooLarge', 'fileLost'])),
})

export const messageTable: Table<MessagePlace, MessageRow> = {
  name: 'message',
  key: encodePlace,
  codec: messageRowCodec,
}

const PLACE_NUMBER_BYTES = 8
const ROOM_BYTES = 32
/** Behind every time a hub can give. */
export const NOT_YET_ACCEPTED: number = Number.MAX_SAFE_INTEGER

export function encodePlace({ room, at, seq, sub }: MessagePlace): Uint8Array {
  const numbers = [bigEndian(at, PLACE_NUMBER_BYTES), bigEndian(seq, PLACE_NUMBER_BYTES), Uint8Array.of(sub)] as const
  return concat(roomId.toBytes(room), ...numbers)
}

export function parsePlace(key: Uint8Array): MessagePlace {
  const view = new DataView(key.buffer, key.byteOffset, key.byteLength)
  return {
    room: roomId.fromBytes(key.slice(0, ROOM_BYTES)),
    at: Number(view.getBigUint64(ROOM_BYTES)),
    seq: Number(view.getBigUint64(ROOM_BYTES + PLACE_NUMBER_BYTES)),
    sub: view.getUint8(ROOM_BYTES + 2 * PLACE_NUMBER_BYTES),
  }
}

export const messagePlaceCodec: Codec<MessagePlace> = struct({
  room: field(0, roomId.codec),
  at: field(1, uint()),
  seq: field(2, uint()),
  sub: field(3, uint(255)),
})

/** Where the message with an id lies. */
export const messageIdTable: Table<{ readonly room: RoomId; readonly id: MessageId }, MessagePlace> = {
  name: 'message-id',
  key: ({ room, id }) => concat(roomId.toBytes(room), messageId.toBytes(id)),
  codec: messagePlaceCodec,
}
