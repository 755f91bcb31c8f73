/** What the client shows, as records. */
import type {
  BodyView,
  Client,
  FileView,
  HistoryView,
  KeptView,
  MessageView,
  PersonView,
  DeviceView,
  LinkView,
  ProviderView,
  RoomEvent,
  RoomView,
  TwoStoriesView,
} from '@rushlight/core'
import { base64url } from '@rushlight/protocol'
import type { AccountId } from '@rushlight/protocol'
import type { DeviceRecord, LinkingRecord } from '../records/device-records.ts'
import type {
  AccountRecord,
  EventRecord,
  EventWord,
  FileRecord,
  HistoryRecord,
  KeptRecord,
  LineRecord,
  MessageRecord,
  PersonRecord,
  ProviderRecord,
  ReceiptRecord,
  ReceiptStatus,
  RoomRecord,
  TwoStoriesRecord,
} from '../records/records.ts'

export async function accountRecord(client: Client): Promise<AccountRecord> {
  const { account, name } = await client.self()
  const provider = client.connection().provider ?? ''
  return { type: 'account', id: account, name, handle: `${name}@${provider}`, provider }
}

export function deviceRecord({ id, name, isThis, addedAt, usedAt }: DeviceView): DeviceRecord {
  return { type: 'device', id, name, current: isThis, addedAt, usedAt }
}

export function keptRecord({ isOn, isKeeper, segments, bytes, isOwed, restoring }: KeptView): KeptRecord {
  const kept = { on: isOn, keeper: isKeeper, segments, bytes, owed: isOwed }
  return { type: 'historyBackup', ...kept, restoring: restoring?.segments, restored: restoring?.taken }
}

export function historyRecord({ isOffered, coming, giving }: HistoryView): HistoryRecord {
  const { since, lines = 0, linesDone = 0, added = 0 } = coming ?? {}
  const state = coming?.state ?? (isOffered ? 'offered' : 'none')
  return { type: 'history', state, since, lines, linesDone, added, giving }
}

export function linkingRecord(view: LinkView): LinkingRecord {
  return {
    type: 'linking',
    state: view.kind,
    code: view.kind === 'waiting' ? view.code : undefined,
    link: view.kind === 'waiting' ? view.link : undefined,
    name: view.kind === 'comparing' ? view.name : undefined,
    emoji: view.kind === 'comparing' ? view.emoji.map(({ symbol }) => symbol) : undefined,
    proven: view.kind === 'comparing' ? view.isProven : undefined,
    failure: view.kind === 'failed' ? view.failure : undefined,
  }
}

export function providerRecord(provider: ProviderView): ProviderRecord {
  const { name, url, isFirst, state, failedSince, refusal, isOperator } = provider
  return { type: 'provider', name, url, first: isFirst, state, failedSince, refusal, operator: isOperator }
}

export function personRecord(person: PersonView): PersonRecord {
  const { account, isContact, isBlocked, verification } = person
  return { type: 'person', id: account, handle: handleOf(person), contact: isContact, blocked: isBlocked, verification }
}

export function roomRecord(room: RoomView): RoomRecord {
  const { id, kind, title, standing, participants, invitedBy, unread, pending, devices, timers, activeAt } = room
  return {
    type: 'room',
    id,
    kind,
    title,
    standing,
    members: participants.map((one) => handleOf(one)),
    moderators: participants.filter(({ isModerator }) => isModerator).map((one) => handleOf(one)),
    invitedBy: invitedBy === undefined ? undefined : handleOf(invitedBy),
    unread,
    pending,
    devices,
    postQuantum: room.isPostQuantum,
    expireMs: timers.expireMs,
    burnMs: timers.burnMs,
    activeAt,
    twoStories: room.twoStories === undefined ? undefined : twoStoriesRecord(room.twoStories),
  }
}

function twoStoriesRecord({ seq, noticedAt, by, proof }: TwoStoriesView): TwoStoriesRecord {
  return {
    place: seq,
    at: noticedAt,
    by: by === undefined ? undefined : handleOf(by),
    proof: proof === undefined ? undefined : base64url(proof),
  }
}

export async function messageRecord(client: Client, message: MessageView): Promise<MessageRecord> {
  const { id, room, sender, body, sentAt, expiresAt, burnAfterMs } = message
  const { title = '' } = (await client.room(room)) ?? {}
  return {
    type: 'message',
    id,
    room,
    title,
    from: handleOf(await client.person(sender)),
    text: body.kind === 'text' ? body.text : undefined,
    sentAt,
    expiresAt,
    burnAfterMs,
    files: filesOf(body),
  }
}

export async function receiptRecord(client: Client, message: MessageView): Promise<ReceiptRecord> {
  const { id, room, status, readBy } = message
  const readers = await Promise.all(readBy.map((account) => client.person(account)))
  return {
    type: 'receipt',
    id,
    room,
    status: statusOf(message),
    reason: status.kind === 'failed' ? status.failure : undefined,
    readBy: readers.map((reader) => handleOf(reader)),
  }
}

function statusOf({ status }: MessageView): ReceiptStatus {
  switch (status.kind) {
    case 'sending':
      return 'queued'
    case 'sent':
    case 'received':
      return 'accepted'
    case 'delivered':
    case 'read':
    case 'failed':
      return status.kind
  }
}

export async function lineRecord(client: Client, message: MessageView): Promise<LineRecord> {
  const { body, isOwn, readAt, deadline, cursor } = message
  const isEvent = body.kind === 'event'
  return {
    message: isEvent ? undefined : await messageRecord(client, message),
    receipt: isOwn && !isEvent ? await receiptRecord(client, message) : undefined,
    event: isEvent ? await eventRecord(client, message, body.event) : undefined,
    what: body.kind,
    own: isOwn,
    readAt,
    endsAt: deadline,
    cursor,
  }
}

async function eventRecord(client: Client, message: MessageView, event: RoomEvent): Promise<EventRecord> {
  const { room, sender, sentAt } = message
  const { title } = (await client.room(room)) ?? {}
  const people = await Promise.all(accountsOf(event).map((account) => client.person(account)))
  const timers = event.kind === 'timers' ? event.timers : {}
  return {
    type: 'event',
    event: wordOf(event),
    room,
    title: event.kind === 'renamed' ? event.title : title,
    by: handleOf(await client.person(sender)),
    names: event.kind === 'calledNow' ? [event.before, event.after] : people.map((person) => handleOf(person)),
    at: sentAt,
    expireMs: timers.expireMs,
    burnMs: timers.burnMs,
  }
}

export function handleOf({ handle, account }: PersonView): string {
  return handle === '' ? account : handle
}

function wordOf(event: RoomEvent): EventWord {
  if (event.kind === 'cameBack') return event.wasVerified ? 'noLongerVerified' : 'cameBack'
  if (event.kind !== 'role') return event.kind
  return event.isModerator ? 'moderator' : 'member'
}

function accountsOf(event: RoomEvent): readonly AccountId[] {
  if ('accounts' in event) return event.accounts
  return 'account' in event ? [event.account] : []
}

export function fileRecord({ name, mediaType, bytes, blob, state }: FileView, path: string | undefined): FileRecord {
  const problem = state.kind === 'failed' ? state.failure : undefined
  return { name, mediaType, bytes, id: blob, path, problem }
}

function filesOf(body: BodyView): MessageRecord['files'] {
  if (body.kind !== 'text') return []
  return body.files.map((file) => fileRecord(file, undefined))
}
