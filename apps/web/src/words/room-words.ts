import { t } from '@lingui/core/macro'
import type { BodyView, MessageView, RoomEvent, RoomView } from '@rushlight/core'
import type { AccountId } from '@rushlight/protocol'
import { longSpan } from '../time/time-words.ts'

export function roomName({ kind, title }: Pick<RoomView, 'kind' | 'title'>): string {
  if (kind === 'self') return t`Notes to self`
  return title === '' ? t`Unnamed` : title
}

/** What a line of a list tells of a message; a covered one tells nothing. */
export function bodyWords(body: BodyView, isCovered: boolean): string {
  switch (body.kind) {
    case 'text':
      if (isCovered) return t`Burns after reading`
      return body.text === '' ? t`File` : body.text
    case 'deleted':
      return t`Message deleted`
    case 'undelivered':
      return t`Never delivered`
    case 'unknown':
      return t`Message of a newer version`
    case 'event':
      return ''
  }
}

/** How a name stands in a sentence: who does something, whom it happens to, whose something is. */
export type NameRole = 'subject' | 'object' | 'owner'
export type Names = (account: AccountId, role?: NameRole) => string

/** What happened to a room, as a sentence. */
export function eventWords({ event, message, names, locale }: EventLine): string {
  const who = names(message.sender)
  switch (event.kind) {
    case 'created':
      return t`${who} began this conversation`
    case 'added':
      return t`${who} added ${listOf(event.accounts, names, { role: 'object', locale })}`
    case 'removed':
      return t`${who} removed ${listOf(event.accounts, names, { role: 'object', locale })}`
    case 'left':
      return t`${listOf(event.accounts, names, { role: 'subject', locale })} left`
    case 'renamed':
      return t`${who} named the room “${event.title}”`
    case 'timers':
      return timerWords(event, who, locale)
    case 'role':
      return event.isModerator
        ? t`${who} made ${names(event.account, 'object')} a moderator`
        : t`${who} took moderation away from ${names(event.account, 'object')}`
    case 'device':
      return t`A device of ${names(event.account, 'owner')} came in`
    case 'cannotFollow':
      return t`${who} could not follow a change by ${names(event.account, 'object')}: not the first in 30 days`
    case 'spokeTwice':
      return t`A device of ${names(event.account, 'object')} spoke for two ways on at once: perhaps it is in wrong hands`
    case 'wentOn':
      return t`The provider was gone, or had lost its data. The conversation goes on; ${who} opened it again`
    case 'cameBack':
      return event.wasVerified
        ? t`${names(event.account, 'subject')} came back by the recovery words and is no longer verified: compare your safety numbers anew`
        : t`${names(event.account, 'subject')} came back by the recovery words`
    case 'calledNow':
      return t`${event.before} is called ${event.after} now`
  }
}

export type EventLine = {
  readonly event: RoomEvent
  readonly message: MessageView
  readonly names: Names
  readonly locale: string
}

function timerWords(event: Extract<RoomEvent, { kind: 'timers' }>, who: string, locale: string): string {
  const { expireMs, burnMs } = event.timers
  const expiry = expireMs === undefined ? t`never` : longSpan(expireMs, locale)
  if (burnMs === undefined) return t`${who} set messages to expire after ${expiry}`
  return t`${who} set messages to expire after ${expiry}, and to burn ${longSpan(burnMs, locale)} after reading`
}

type Listing = { readonly role: NameRole; readonly locale: string }

function listOf(accounts: readonly AccountId[], names: Names, { role, locale }: Listing): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(accounts.map((account) => names(account, role)))
}
