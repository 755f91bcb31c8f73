import { formatDuration } from '../arguments/durations.ts'
import type { EventRecord } from '../records/records.ts'

/** What happened, as a sentence. */
export function eventInEnglish({ event, by, names, title, expireMs, burnMs }: EventRecord): string {
  const who = by ?? ''
  const whom = names.join(', ')
  switch (event) {
    case 'created':
      return `${who} began this conversation`
    case 'added':
      return `${who} added ${whom}`
    case 'removed':
      return `${who} removed ${whom}`
    case 'left':
      return `${whom} left`
    case 'renamed':
      return `${who} named the room “${title ?? ''}”`
    case 'timers':
      return `${who} set: ${timersInEnglish(expireMs, burnMs)}`
    case 'moderator':
      return `${who} made ${whom} a moderator`
    case 'member':
      return `${who} made ${whom} a member like others`
    case 'device':
      return `a device of ${whom} came in, let in by ${who}`
    case 'cannotFollow':
      return `${who} could not follow a change by ${whom}: not the first in 30 days`
    case 'spokeTwice':
      return `A device of ${whom} spoke for two ways on at once: perhaps it is in wrong hands`
    case 'wentOn':
      return `The provider was gone, or had lost its data. The conversation goes on; ${who} opened it again`
    case 'cameBack':
      return `The account of ${whom} came back by its recovery words`
    case 'noLongerVerified':
      return `The account of ${whom} came back by its recovery words. You had verified ${whom}; compare your safety numbers anew`
    case 'calledNow':
      return `${names[0] ?? ''} is called ${names[1] ?? ''} now`
    case 'blocked':
      return `${whom} is blocked`
    case 'unblocked':
      return `${whom} is not blocked any more`
    case 'signedOut':
      return `${who} signed out`
    case 'accountDeleted':
      return `${who} ended the account`
  }
}

function timersInEnglish(expireMs: number | undefined, burnMs: number | undefined): string {
  const expire = expireMs === undefined ? 'no expiration' : `gone after ${formatDuration(expireMs)}`
  return burnMs === undefined ? expire : `${expire}, burnt ${formatDuration(burnMs)} after reading`
}
