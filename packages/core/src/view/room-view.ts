import { encodeWith, isPostQuantum, participantOf, roomId, twoStoriesCodec } from '@rushlight/protocol'
import type { AccountId, RoomId, RoomKind, RoomTimers } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import { viewVerification } from '../directory/verification.ts'
import type { VerificationView } from '../directory/verification.ts'
import type { Core } from '../engine/core.ts'
import { messageTable, parsePlace } from '../message/message-row.ts'
import { isDeletion } from '../message/is-deletion.ts'
import { isAsked } from '../outbox/is-asked.ts'
import type { RoomModel } from '../room/room-model.ts'
import type { Standing, StoriesTold } from '../room/room-row.ts'
import { load, loadRange } from '../vault/table.ts'
import { viewFiles } from './file-view.ts'
import { viewMessage } from './message-view.ts'
import type { MessageView } from './message-view.ts'

/** A room as a list or a header shows it. */
export type RoomView = {
  readonly id: RoomId
  readonly kind: RoomKind
  readonly standing: Standing
  /** Of a group its own; of a conversation of two the other's name; of notes to self empty. */
  readonly title: string
  /** By handle. */
  readonly participants: readonly ParticipantView[]
  readonly timers: RoomTimers
  readonly unread: number
  /** What the user asked for and is not at the hub yet. What a device does by itself, in its own time, does not count. */
  readonly pending: number
  /** UTC ms. */
  readonly activeAt: number
  readonly last: MessageView | undefined
  readonly draft: string
  readonly mutedUntil: number | undefined
  /** Above the others in the list. */
  readonly isPinned: boolean
  readonly invitedBy: PersonView | undefined
  readonly devices: number
  readonly isModerator: boolean
  /** Messages of today stay secret from computers that break curves; absent while this device is not in the room. */
  readonly isPostQuantum: boolean | undefined
  /** The provider told others another story than us (R17). */
  readonly twoStories: TwoStoriesView | undefined
}

export type TwoStoriesView = {
  /** The place in the log. */
  readonly seq: number
  /** UTC ms. */
  readonly noticedAt: number
  /** Who was told otherwise, by their own word; nobody where the provider contradicted itself to this device. */
  readonly by: PersonView | undefined
  /** Two receipts that the provider signed and that cannot both be true, for anybody to check; absent: a member's word. */
  readonly proof: Uint8Array | undefined
}

export type PersonView = {
  readonly account: AccountId
  readonly name: string
  /** `alice` at one's own first provider, `alice@chat.example.org` elsewhere. */
  readonly handle: string
  readonly isSelf: boolean
  readonly isContact: boolean
  readonly isBlocked: boolean
  readonly verification: VerificationView
}

export type ParticipantView = PersonView & { readonly isModerator: boolean }

export async function viewRoom(core: Core, { id, row, group, jobs }: RoomModel): Promise<RoomView> {
  const own = core.self.account.id
  const state = group?.context.state
  const participants: ParticipantView[] = []
  for (const account of row.participants) {
    const role = state === undefined ? undefined : participantOf(state, account)?.role
    if (role !== 'banned')
      participants.push({ ...(await viewPerson(core, account)), isModerator: role === 'moderator' })
  }
  participants.sort((one, other) => (one.handle < other.handle ? -1 : 1))
  const other = participants.find(({ isSelf }) => !isSelf)
  return {
    id,
    kind: row.kind,
    standing: row.standing,
    title: row.kind === 'direct' ? (other?.handle ?? '') : row.title,
    participants,
    timers: state?.timers ?? {},
    unread: row.unread,
    pending: jobs.filter(({ row }) => isAsked(row.job)).length,
    activeAt: row.activeAt,
    last: await lastMessage(core, id, row.deliveredUpTo),
    draft: row.draft ?? '',
    mutedUntil: row.mutedUntil,
    isPinned: row.isPinned === true,
    invitedBy: row.invitedBy === undefined ? undefined : await viewPerson(core, row.invitedBy),
    devices: group?.leaves.length ?? 0,
    isModerator: participants.some(({ account, isModerator }) => account === own && isModerator),
    isPostQuantum: group && isPostQuantum(group.suite),
    twoStories: row.twoStories === undefined ? undefined : await viewTwoStories(core, row.twoStories),
  }
}

async function viewTwoStories(core: Core, { seq, noticedAt, by, proof }: StoriesTold): Promise<TwoStoriesView> {
  return {
    seq,
    noticedAt,
    by: by === undefined ? undefined : await viewPerson(core, by),
    proof: proof === undefined ? undefined : encodeWith(twoStoriesCodec, proof),
  }
}

export async function viewPerson(core: Core, account: AccountId): Promise<PersonView> {
  const own = core.self
  if (account === own.account.id) {
    const { name } = own.row
    return { ...NOBODY, account, name, handle: name, isSelf: true }
  }
  const row = await load(core.store, accountTable, account)
  if (row === undefined) return { ...NOBODY, account }
  const { name, provider, isContact, isBlocked } = row
  const handle = provider === own.row.homes[0]?.provider.name ? name : `${name}@${provider}`
  return {
    account,
    name,
    handle,
    isSelf: false,
    isContact,
    isBlocked,
    verification: viewVerification(core.crypto, row),
  }
}

const NOBODY = {
  name: '',
  handle: '',
  isSelf: false,
  isContact: false,
  isBlocked: false,
  verification: 'none',
} as const

const LAST_ROWS = 8

async function lastMessage(core: Core, room: RoomId, deliveredUpTo: number): Promise<MessageView | undefined> {
  const query = { prefix: roomId.toBytes(room), limit: LAST_ROWS, reverse: true }
  const rows = await loadRange(core.store, messageTable, query)
  const row = rows.find(({ value }) => !isDeletion(value))
  if (row === undefined) return undefined
  const found = { place: parsePlace(row.key), row: row.value }
  return viewMessage(found, { deliveredUpTo, files: await viewFiles(core, found) })
}
