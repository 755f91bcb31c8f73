import type { MessageView, RoomEvent, RoomView } from '@rushlight/core'
import type { AccountId } from '@rushlight/protocol'
import { startOfDay } from '../time/time-words.ts'

/** What a conversation is drawn of, from top to bottom. */
export type Line =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'unread'; readonly key: string; readonly count: number }
  | { readonly kind: 'event'; readonly key: string; readonly message: MessageView; readonly event: RoomEvent }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly message: MessageView
      /** First and last of what one person said in one go. */
      readonly isFirst: boolean
      readonly isLast: boolean
    }

/** What one person says within this time belongs together. */
const GROUP_MS: number = 5 * 60 * 1000

/** What was unread when the conversation was opened; the line above it stays until it is left. */
export type UnreadMark = { readonly from: string; readonly count: number }

export function linesOf(messages: readonly MessageView[], unread: UnreadMark | undefined): readonly Line[] {
  const lines: Line[] = []
  const unreadAt = unread === undefined ? -1 : messages.findIndex(({ id }) => id === unread.from)
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1]
    const isNewDay = before === undefined || startOfDay(before.sentAt) !== startOfDay(message.sentAt)
    if (isNewDay) lines.push({ kind: 'day', key: `day ${startOfDay(message.sentAt)}`, at: message.sentAt })
    if (index === unreadAt && unread !== undefined) lines.push({ kind: 'unread', key: 'unread', count: unread.count })
    lines.push(lineOf(messages, { index, unreadAt }))
  }
  return lines
}

function lineOf(messages: readonly MessageView[], at: { readonly index: number; readonly unreadAt: number }): Line {
  const { index, unreadAt } = at
  const message = messages[index]
  if (message === undefined) throw new Error('an index of these messages')
  const { body, id } = message
  if (body.kind === 'event') return { kind: 'event', key: id, message, event: body.event }
  const isFirst = index === unreadAt || !isTogether(messages[index - 1], message)
  const isLast = index + 1 === unreadAt || !isTogether(message, messages[index + 1])
  return { kind: 'message', key: id, message, isFirst, isLast }
}

function isTogether(first: MessageView | undefined, second: MessageView | undefined): boolean {
  if (first === undefined || second === undefined) return false
  if (first.body.kind === 'event' || second.body.kind === 'event' || first.sender !== second.sender) return false
  return second.sentAt - first.sentAt < GROUP_MS && startOfDay(first.sentAt) === startOfDay(second.sentAt)
}

export function unreadMark(messages: readonly MessageView[]): UnreadMark | undefined {
  const unread = messages.filter(isUnread)
  const [first] = unread
  return first === undefined ? undefined : { from: first.id, count: unread.length }
}

/** Between two people nobody is told that they were added: that is how the conversation came to be. */
export function isTold(room: Pick<RoomView, 'kind'>, { body }: MessageView): boolean {
  return !(room.kind === 'direct' && body.kind === 'event' && body.event.kind === 'added')
}

export function isUnread({ isOwn, readAt, body }: MessageView): boolean {
  return !isOwn && readAt === undefined && body.kind === 'text'
}

/** Burns once read, and has not been opened yet: its text is not even in the page. */
export function isCovered(message: MessageView, opened: ReadonlySet<string>): boolean {
  return isUnread(message) && message.burnAfterMs !== undefined && !opened.has(message.id)
}

/** Everyone whose name the conversation needs. */
export function accountsIn(messages: readonly MessageView[]): readonly AccountId[] {
  const accounts = new Set<AccountId>()
  for (const { sender, body } of messages) {
    accounts.add(sender)
    if (body.kind !== 'event') continue
    if ('accounts' in body.event) for (const account of body.event.accounts) accounts.add(account)
    if ('account' in body.event) accounts.add(body.event.account)
  }
  return [...accounts]
}
