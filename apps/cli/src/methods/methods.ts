/** All methods, by the names and in the words of signal-cli where they fit (`docs/terminal.md`). */
import { count, exactly, list, nothing, object, oneOf, optional, text, whole, yes } from '../json/shape.ts'
import {
  accountShape,
  eventShape,
  fileShape,
  identityShape,
  historyShape,
  keptShape,
  lineShape,
  messageShape,
  personShape,
  providerShape,
  receiptShape,
  roomShape,
} from '../records/records.ts'
import type {
  AccountRecord,
  EventRecord,
  FileRecord,
  IdentityRecord,
  HistoryRecord,
  KeptRecord,
  LineRecord,
  MessageRecord,
  PersonRecord,
  ProviderRecord,
  ReceiptRecord,
  RoomRecord,
} from '../records/records.ts'
import type { Method } from './method.ts'

export type Connection = {
  readonly online: boolean
  /** How far the provider's clock is ahead, if by more than two minutes. */
  readonly clockWrongByMs: number | undefined
  /** Two devices of the account have put each other out: only the recovery phrase decides. */
  readonly disputed: boolean
}

export type RoomUpdate = {
  /** Absent: make a new one. */
  readonly room?: string | undefined
  readonly title?: string | undefined
  readonly addMembers?: readonly string[] | undefined
  readonly removeMembers?: readonly string[] | undefined
  readonly expireMs?: number | undefined
  readonly burnMs?: number | undefined
  readonly timeoutMs?: number | undefined
}

export type Sending = {
  /** A name or a room. */
  readonly recipient: string
  readonly message: string
  /** Paths of files on this machine. */
  readonly attachments?: readonly string[] | undefined
  readonly expireMs?: number | undefined
  readonly burnMs?: number | undefined
  readonly wait?: WaitFor | undefined
  readonly timeoutMs?: number | undefined
}

export type WaitFor = 'queued' | 'accepted' | 'delivered'

export type HandedOut = {
  readonly message: MessageRecord
  /** Acknowledges it. Until then it is kept for whoever was handed it. */
  readonly ticket: string
}

export type SavingFiles = {
  readonly room: string
  readonly message: string
  /** A folder on this machine; it is made where there is none. */
  readonly folder: string
}

export type UserStatus = { readonly recipient: string; readonly registered: boolean }

export type Page = {
  readonly recipient: string
  readonly limit?: number | undefined
  readonly before?: string | undefined
  readonly local?: boolean | undefined
}

export const version: Method<undefined, { readonly version: string }> = {
  name: 'version',
  params: nothing,
  result: object<{ readonly version: string }>({ version: text() }),
}

export const listAccounts: Method<undefined, readonly AccountRecord[]> = {
  name: 'listAccounts',
  params: nothing,
  result: list(accountShape),
}

export const getConnection: Method<undefined, Connection> = {
  name: 'getConnection',
  params: nothing,
  result: object<Connection>({ online: yes, clockWrongByMs: optional(whole), disputed: yes }),
}

export type LocalQuery = {
  /** Answer with what is on this device, without waiting for what the provider has. */
  readonly local?: boolean | undefined
}

export const listRooms: Method<LocalQuery | undefined, readonly RoomRecord[]> = {
  name: 'listRooms',
  params: optional(exactly<LocalQuery>({ local: optional(yes) })),
  result: list(roomShape),
}

/** `words` is absent once the phrase was confirmed: then nobody has it but its owner. */
export const showPhrase: Method<undefined, { readonly words: readonly string[] | undefined }> = {
  name: 'showPhrase',
  params: nothing,
  result: object<{ readonly words: readonly string[] | undefined }>({ words: optional(list(text())) }),
}

export type PhraseCheck = {
  readonly result: 'right' | 'another' | 'wrongCount' | 'unknownWord' | 'wrongWords'
  /** How many there are, or which one is unknown. */
  readonly count: number | undefined
}

export const checkPhrase: Method<{ readonly phrase: string }, PhraseCheck> = {
  name: 'checkPhrase',
  params: exactly<{ readonly phrase: string }>({ phrase: text() }),
  result: object<PhraseCheck>({
    result: oneOf(['right', 'another', 'wrongCount', 'unknownWord', 'wrongWords']),
    count: optional(count),
  }),
}

/** Which words are to be asked back. */
export const askPhrase: Method<undefined, { readonly places: readonly number[] }> = {
  name: 'askPhrase',
  params: nothing,
  result: object<{ readonly places: readonly number[] }>({ places: list(count) }),
}

export type PhraseWord = { readonly place: number; readonly word: string }

export const confirmPhrase: Method<{ readonly words: readonly PhraseWord[] }, { readonly confirmed: boolean }> = {
  name: 'confirmPhrase',
  params: exactly<{ readonly words: readonly PhraseWord[] }>({
    words: list(exactly<PhraseWord>({ place: count, word: text() })),
  }),
  result: object<{ readonly confirmed: boolean }>({ confirmed: yes }),
}

export const readHistory: Method<undefined, HistoryRecord> = {
  name: 'readHistory',
  params: nothing,
  result: historyShape,
}

export type KeptWish = { readonly wish: 'tell' | 'on' | 'off' | 'now' }

/** Messages kept at the providers for the way back: `now` brings what is still to be brought. */
export const historyBackup: Method<KeptWish, KeptRecord> = {
  name: 'historyBackup',
  params: exactly<KeptWish>({ wish: oneOf(['tell', 'on', 'off', 'now']) }),
  result: keptShape,
}

/** `nothing`, `all`, or how far back. */
export type HistoryWish = { readonly span: 'nothing' | 'all' | 'some'; readonly spanMs?: number | undefined }

export const askHistory: Method<HistoryWish, HistoryRecord> = {
  name: 'askHistory',
  params: exactly<HistoryWish>({ span: oneOf(['nothing', 'all', 'some']), spanMs: optional(whole) }),
  result: historyShape,
}

export const listContacts: Method<undefined, readonly PersonRecord[]> = {
  name: 'listContacts',
  params: nothing,
  result: list(personShape),
}

export const listProviders: Method<undefined, readonly ProviderRecord[]> = {
  name: 'listProviders',
  params: nothing,
  result: list(providerShape),
}

export type NewProvider = { readonly url: string; readonly invitation?: string | undefined }

/** All that change the account's providers answer with how they are then. */
export const addProvider: Method<NewProvider, readonly ProviderRecord[]> = {
  name: 'addProvider',
  params: exactly<NewProvider>({ url: text(), invitation: optional(text()) }),
  result: list(providerShape),
}

export type Adoption = { readonly link: string; readonly invitation?: string | undefined }

export const adoptProvider: Method<Adoption, readonly ProviderRecord[]> = {
  name: 'adoptProvider',
  params: exactly<Adoption>({ link: text(), invitation: optional(text()) }),
  result: list(providerShape),
}

export const removeProvider: Method<{ readonly provider: string }, readonly ProviderRecord[]> = {
  name: 'removeProvider',
  params: exactly<{ readonly provider: string }>({ provider: text() }),
  result: list(providerShape),
}

export const putProviderFirst: Method<{ readonly provider: string }, readonly ProviderRecord[]> = {
  name: 'putProviderFirst',
  params: exactly<{ readonly provider: string }>({ provider: text() }),
  result: list(providerShape),
}

export const getUserStatus: Method<{ readonly recipient: readonly string[] }, readonly UserStatus[]> = {
  name: 'getUserStatus',
  params: exactly<{ readonly recipient: readonly string[] }>({ recipient: list(text()) }),
  result: list(object<UserStatus>({ recipient: text(), registered: yes })),
}

export const updateRoom: Method<RoomUpdate, RoomRecord> = {
  name: 'updateRoom',
  params: exactly<RoomUpdate>({
    room: optional(text()),
    title: optional(text()),
    addMembers: optional(list(text())),
    removeMembers: optional(list(text())),
    expireMs: optional(count),
    burnMs: optional(count),
    timeoutMs: optional(count),
  }),
  result: roomShape,
}

export const quitRoom: Method<{ readonly room: string }, RoomRecord> = {
  name: 'quitRoom',
  params: exactly<{ readonly room: string }>({ room: text() }),
  result: roomShape,
}

export type Recipient = { readonly recipient: string }

const recipientShape = exactly<Recipient>({ recipient: text() })

export const acceptRequest: Method<Recipient, readonly RoomRecord[]> = {
  name: 'acceptRequest',
  params: recipientShape,
  result: list(roomShape),
}

export const block: Method<Recipient, EventRecord> = { name: 'block', params: recipientShape, result: eventShape }
export const getIdentity: Method<Recipient, IdentityRecord> = {
  name: 'getIdentity',
  params: recipientShape,
  result: identityShape,
}

export type Trust = Recipient & { readonly verifiedSafetyNumber: string }

/** Refused unless it is the number of now. */
export const trust: Method<Trust, IdentityRecord> = {
  name: 'trust',
  params: exactly<Trust>({ recipient: text(), verifiedSafetyNumber: text() }),
  result: identityShape,
}
export const untrust: Method<Recipient, IdentityRecord> = {
  name: 'untrust',
  params: recipientShape,
  result: identityShape,
}

export const unblock: Method<Recipient, EventRecord> = { name: 'unblock', params: recipientShape, result: eventShape }

export const send: Method<Sending, ReceiptRecord> = {
  name: 'send',
  params: exactly<Sending>({
    recipient: text(),
    message: text(),
    attachments: optional(list(text())),
    expireMs: optional(count),
    burnMs: optional(count),
    wait: optional(oneOf(['queued', 'accepted', 'delivered'])),
    timeoutMs: optional(count),
  }),
  result: receiptShape,
}

/** Fetches the files of a message, and saves what can be had; the others come back without a path. */
export const saveFiles: Method<SavingFiles, readonly FileRecord[]> = {
  name: 'saveFiles',
  params: exactly<SavingFiles>({ room: text(), message: text(), folder: text() }),
  result: list(fileShape),
}

export type Receiving = { readonly maxMessages?: number | undefined; readonly timeoutMs?: number | undefined }

/** Waits for the first one at most as long as it is told to. */
export const receive: Method<Receiving, readonly HandedOut[]> = {
  name: 'receive',
  params: exactly<Receiving>({ maxMessages: optional(count), timeoutMs: optional(count) }),
  result: list(object<HandedOut>({ message: messageShape, ticket: text() })),
}

export const acknowledge: Method<{ readonly tickets: readonly string[] }, undefined> = {
  name: 'acknowledge',
  params: exactly<{ readonly tickets: readonly string[] }>({ tickets: list(text()) }),
  result: nothing,
}

/** Notifications `receive` on this connection, each acknowledged when the connection has taken it. */
export const subscribeReceive: Method<undefined, { readonly subscription: number }> = {
  name: 'subscribeReceive',
  params: nothing,
  result: object<{ readonly subscription: number }>({ subscription: count }),
}

export const unsubscribeReceive: Method<{ readonly subscription: number }, undefined> = {
  name: 'unsubscribeReceive',
  params: exactly<{ readonly subscription: number }>({ subscription: count }),
  result: nothing,
}

export const listMessages: Method<Page, readonly LineRecord[]> = {
  name: 'listMessages',
  params: exactly<Page>({ recipient: text(), limit: optional(count), before: optional(text()), local: optional(yes) }),
  result: list(lineShape),
}

export type ReadReceipt = { readonly room: string; readonly messageIds: readonly string[] }

export const sendReceipt: Method<ReadReceipt, undefined> = {
  name: 'sendReceipt',
  params: exactly<ReadReceipt>({ room: text(), messageIds: list(text()) }),
  result: nothing,
}

export type ChangeWait = { readonly after: number; readonly timeoutMs?: number | undefined }

/** Answers when something has changed since that number, or the time is over; with the number to go on from. */
export const waitForChange: Method<ChangeWait, { readonly at: number }> = {
  name: 'waitForChange',
  params: exactly<ChangeWait>({ after: count, timeoutMs: optional(count) }),
  result: object<{ readonly at: number }>({ at: count }),
}

export type LocalErasure = {
  /** Do not tell the provider and the rooms: for a device that cannot reach them. */
  readonly local?: boolean | undefined
}

export const deleteLocalAccountData: Method<LocalErasure, EventRecord> = {
  name: 'deleteLocalAccountData',
  params: exactly<LocalErasure>({ local: optional(yes) }),
  result: eventShape,
}

export const unregister: Method<undefined, EventRecord> = { name: 'unregister', params: nothing, result: eventShape }
