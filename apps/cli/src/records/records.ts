/**
 * What the program says to other programs: one record on one line of JSON, told apart by `type` (`docs/terminal.md`). Times
 * are UTC ms. Every key is always there; what is absent is `null`.
 */
import { count, list, object, oneOf, optional, text, yes } from '../json/shape.ts'
import type { Shape } from '../json/shape.ts'

export type AccountRecord = {
  readonly type: 'account'
  readonly id: string
  readonly name: string
  /** As people elsewhere write it: `alice@chat.example.org`. */
  readonly handle: string
  readonly provider: string
}

/** One of the account's providers, in the order in which others try them. */
export type ProviderRecord = {
  readonly type: 'provider'
  readonly name: string
  readonly url: string
  /** The account's name is written with this one. */
  readonly first: boolean
  readonly state: ProviderStateWord
  /** Since when it has not answered. */
  readonly failedSince: number | undefined
  /** Why it does not let the account in. */
  readonly refusal: RefusalWord | undefined
  /** This account runs it. */
  readonly operator: boolean
}

export type ProviderStateWord = 'offline' | 'connecting' | 'online'
export type RefusalWord = 'invitationNeeded' | 'registrationClosed'

/** What was said before this device came: how far it is with coming here, and with going to others from here. */
export type HistoryRecord = {
  readonly type: 'history'
  readonly state: HistoryStateWord
  /** UTC ms: nothing that was said before; 0: everything. */
  readonly since: number | undefined
  /** How many lines the other device has, and has gone through with what is here. */
  readonly lines: number
  readonly linesDone: number
  /** Of them those that were not here. */
  readonly added: number
  /** Of other devices that this one gives to. */
  readonly giving: readonly HistoryGift[]
}

/** Messages that are kept at the account's providers for the way back. */
export type KeptRecord = {
  readonly type: 'historyBackup'
  readonly on: boolean
  /** This device is the one that keeps them. */
  readonly keeper: boolean
  readonly segments: number
  /** At each provider. */
  readonly bytes: number
  /** Something changed, and is still to be brought. */
  readonly owed: boolean
  /** After coming back: how many segments there are, and how many of them are taken in. */
  readonly restoring: number | undefined
  readonly restored: number | undefined
}

type HistoryGift = { readonly lines: number; readonly linesDone: number }

/** `offered`: others were on the account before this device, and nobody has said anything about it. */
export type HistoryStateWord = 'none' | 'offered' | 'asked' | 'coming' | 'done' | 'updateNeeded'

export type PersonRecord = {
  readonly type: 'person'
  readonly id: string
  readonly handle: string
  readonly contact: boolean
  readonly blocked: boolean
  readonly verification: VerificationWord
}

/** `lapsed`: it was verified, and the account has come back by its recovery phrase since. */
export type VerificationWord = 'none' | 'verified' | 'lapsed'

/** By what one makes sure who somebody is. */
export type IdentityRecord = {
  readonly type: 'identity'
  readonly id: string
  readonly handle: string
  readonly verification: VerificationWord
  /** 60 digits, the same on the other side. */
  readonly safetyNumber: string
}

export type RoomRecord = {
  readonly type: 'room'
  readonly id: string
  readonly kind: RoomKindWord
  readonly title: string
  readonly standing: StandingWord
  /** Handles; of whoever is unknown here, the account id. */
  readonly members: readonly string[]
  readonly moderators: readonly string[]
  readonly invitedBy: string | undefined
  readonly unread: number
  /** Changes and messages of this device that are not at the hub yet. */
  readonly pending: number
  readonly devices: number
  /** Whether the room is protected against quantum computers, too: as it was made. Absent where this device is not in it. */
  readonly postQuantum: boolean | undefined
  readonly expireMs: number | undefined
  readonly burnMs: number | undefined
  readonly activeAt: number
  /** The provider told others another story than this device (R17). */
  readonly twoStories?: TwoStoriesRecord | undefined
}

export type TwoStoriesRecord = {
  /** The place in the room's log. */
  readonly place: number
  readonly at: number
  /** Whose word it is; absent where the provider contradicted itself to this device. */
  readonly by?: string | undefined
  /** Base64url of two receipts that the provider signed and that cannot both be true; absent: it is only that word. */
  readonly proof?: string | undefined
}

type RoomKindWord = 'self' | 'direct' | 'group'
export type StandingWord = 'creating' | 'waiting' | 'request' | 'joined' | 'stuck' | 'updateNeeded' | 'left' | 'removed'

export type FileRecord = {
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** Of its encrypted form: the same file of the same message has the same one everywhere. */
  readonly id?: string | undefined
  /** Where it was saved. */
  readonly path?: string | undefined
  /** Why it is not there, and will not be. */
  readonly problem?: FileProblem | undefined
}

export type FileProblem = 'lost' | 'damaged' | 'tooLarge' | 'unsupported' | 'unreadable'

export type MessageRecord = {
  readonly type: 'message'
  readonly id: string
  /** The room's id. */
  readonly room: string
  readonly title: string
  readonly from: string
  /** Absent where nothing can be shown: taken back, ended before it was delivered, or of a newer version. */
  readonly text: string | undefined
  readonly sentAt: number
  readonly expiresAt: number | undefined
  readonly burnAfterMs: number | undefined
  readonly files: readonly FileRecord[]
}

export type ReceiptRecord = {
  readonly type: 'receipt'
  /** Of the message. */
  readonly id: string
  readonly room: string
  readonly status: ReceiptStatus
  /** Of `failed`. */
  readonly reason: FailureReason | undefined
  readonly readBy: readonly string[]
}

/** `queued`: on this device alone. `accepted`: on the hub's disk. `delivered`: past every device. `read`: by everyone. */
export type ReceiptStatus = 'queued' | 'accepted' | 'delivered' | 'read' | 'failed'
export type FailureReason = 'notAllowed' | 'roomGone' | 'tooLarge' | 'fileLost'

export type EventRecord = {
  readonly type: 'event'
  readonly event: EventWord
  readonly room: string | undefined
  readonly title: string | undefined
  readonly by: string | undefined
  /** Whom it is about; of `calledNow` the name before and the name now. */
  readonly names: readonly string[]
  readonly at: number
  readonly expireMs: number | undefined
  readonly burnMs: number | undefined
}

export type EventWord =
  | 'created'
  | 'added'
  | 'removed'
  | 'left'
  | 'renamed'
  | 'timers'
  | 'moderator'
  | 'member'
  | 'device'
  | 'cannotFollow'
  | 'spokeTwice'
  | 'wentOn'
  | 'cameBack'
  | 'noLongerVerified'
  | 'calledNow'
  | 'blocked'
  | 'unblocked'
  | 'signedOut'
  | 'accountDeleted'

/** One line of a conversation: something said, with what became of it if it is one's own, or something that happened. */
export type LineRecord = {
  readonly message: MessageRecord | undefined
  readonly receipt: ReceiptRecord | undefined
  readonly event: EventRecord | undefined
  readonly what: LineBody
  readonly own: boolean
  readonly readAt: number | undefined
  /** When it will be gone as things stand, both clocks counted. */
  readonly endsAt: number | undefined
  /** For asking for what lies before it. */
  readonly cursor: string
}

type LineBody = 'text' | 'deleted' | 'undelivered' | 'unknown' | 'event'

export const accountShape: Shape<AccountRecord> = object<AccountRecord>({
  type: oneOf(['account']),
  id: text(),
  name: text(),
  handle: text(),
  provider: text(),
})

export const providerShape: Shape<ProviderRecord> = object<ProviderRecord>({
  type: oneOf(['provider']),
  name: text(),
  url: text(),
  first: yes,
  state: oneOf(['offline', 'connecting', 'online']),
  failedSince: optional(count),
  refusal: optional(oneOf(['invitationNeeded', 'registrationClosed'])),
  operator: yes,
})

const verification = oneOf(['none', 'verified', 'lapsed'])
export const historyShape: Shape<HistoryRecord> = object<HistoryRecord>({
  type: oneOf(['history']),
  state: oneOf(['none', 'offered', 'asked', 'coming', 'done', 'updateNeeded']),
  since: optional(count),
  lines: count,
  linesDone: count,
  added: count,
  giving: list(object<HistoryGift>({ lines: count, linesDone: count })),
})

export const keptShape: Shape<KeptRecord> = object<KeptRecord>({
  type: oneOf(['historyBackup']),
  on: yes,
  keeper: yes,
  segments: count,
  bytes: count,
  owed: yes,
  restoring: optional(count),
  restored: optional(count),
})

export const personShape: Shape<PersonRecord> = object<PersonRecord>({
  type: oneOf(['person']),
  id: text(),
  handle: text(),
  contact: yes,
  blocked: yes,
  verification,
})

export const identityShape: Shape<IdentityRecord> = object<IdentityRecord>({
  type: oneOf(['identity']),
  id: text(),
  handle: text(),
  verification,
  safetyNumber: text(),
})

export const roomShape: Shape<RoomRecord> = object<RoomRecord>({
  type: oneOf(['room']),
  id: text(),
  kind: oneOf(['self', 'direct', 'group']),
  title: text(),
  standing: oneOf(['creating', 'waiting', 'request', 'joined', 'stuck', 'updateNeeded', 'left', 'removed']),
  members: list(text()),
  moderators: list(text()),
  invitedBy: optional(text()),
  unread: count,
  pending: count,
  devices: count,
  postQuantum: optional(yes),
  expireMs: optional(count),
  burnMs: optional(count),
  activeAt: count,
  twoStories: optional(
    object<TwoStoriesRecord>({ place: count, at: count, by: optional(text()), proof: optional(text()) }),
  ),
})

export const fileShape: Shape<FileRecord> = object<FileRecord>({
  name: text(),
  mediaType: text(),
  bytes: count,
  id: optional(text()),
  path: optional(text()),
  problem: optional(oneOf(['lost', 'damaged', 'tooLarge', 'unsupported', 'unreadable'])),
})

export const messageShape: Shape<MessageRecord> = object<MessageRecord>({
  type: oneOf(['message']),
  id: text(),
  room: text(),
  title: text(),
  from: text(),
  text: optional(text()),
  sentAt: count,
  expiresAt: optional(count),
  burnAfterMs: optional(count),
  files: list(fileShape),
})

export const receiptShape: Shape<ReceiptRecord> = object<ReceiptRecord>({
  type: oneOf(['receipt']),
  id: text(),
  room: text(),
  status: oneOf(['queued', 'accepted', 'delivered', 'read', 'failed']),
  reason: optional(oneOf(['notAllowed', 'roomGone', 'tooLarge', 'fileLost'])),
  readBy: list(text()),
})

export const eventShape: Shape<EventRecord> = object<EventRecord>({
  type: oneOf(['event']),
  event: oneOf([
    'created',
    'added',
    'removed',
    'left',
    'renamed',
    'timers',
    'moderator',
    'member',
    'device',
    'cannotFollow',
    'spokeTwice',
    'wentOn',
    'cameBack',
    'noLongerVerified',
    'calledNow',
    'blocked',
    'unblocked',
    'signedOut',
    'accountDeleted',
  ]),
  room: optional(text()),
  title: optional(text()),
  by: optional(text()),
  names: list(text()),
  at: count,
  expireMs: optional(count),
  burnMs: optional(count),
})

export const lineShape: Shape<LineRecord> = object<LineRecord>({
  message: optional(messageShape),
  receipt: optional(receiptShape),
  event: optional(eventShape),
  what: oneOf(['text', 'deleted', 'undelivered', 'unknown', 'event']),
  own: yes,
  readAt: optional(count),
  endsAt: optional(count),
  cursor: text(),
})
