import { formatDuration } from '../arguments/durations.ts'
import type { EventRecord } from '../records/records.ts'

/** What happened, as a sentence. */
export function eventInDutch({ event, by, names, title, expireMs, burnMs }: EventRecord): string {
  const who = by ?? ''
  const whom = names.join(', ')
  switch (event) {
    case 'created':
      return `${who} begon dit gesprek`
    case 'added':
      return `${who} voegde ${whom} toe`
    case 'removed':
      return `${who} verwijderde ${whom}`
    case 'left':
      return `${whom} ging weg`
    case 'renamed':
      return `${who} noemde de groep “${title ?? ''}”`
    case 'timers':
      return `${who} stelde in: ${timersInDutch(expireMs, burnMs)}`
    case 'moderator':
      return `${who} maakte ${whom} moderator`
    case 'member':
      return `${who} maakte ${whom} gewoon lid`
    case 'device':
      return `een apparaat van ${whom} kwam erbij, toegelaten door ${who}`
    case 'cannotFollow':
      return `${who} kon een wijziging van ${whom} niet volgen: niet de eerste in 30 dagen`
    case 'spokeTwice':
      return `Een apparaat van ${whom} koos voor twee wegen tegelijk: misschien is het in verkeerde handen`
    case 'wentOn':
      return `De provider was weg, of zijn gegevens kwijt. Het gesprek gaat door; ${who} heeft het weer geopend`
    case 'cameBack':
      return `Het account van ${whom} kwam terug met de herstelwoorden`
    case 'noLongerVerified':
      return `Het account van ${whom} kwam terug met de herstelwoorden. Je had ${whom} geverifieerd; vergelijk jullie veiligheidsnummers opnieuw`
    case 'calledNow':
      return `${names[0] ?? ''} heet nu ${names[1] ?? ''}`
    case 'blocked':
      return `${whom} is geblokkeerd`
    case 'unblocked':
      return `${whom} is niet meer geblokkeerd`
    case 'signedOut':
      return `${who} logde uit`
    case 'accountDeleted':
      return `${who} beëindigde het account`
  }
}

function timersInDutch(expireMs: number | undefined, burnMs: number | undefined): string {
  const expire = expireMs === undefined ? 'verloopt niet' : `weg na ${formatDuration(expireMs)}`
  return burnMs === undefined ? expire : `${expire}, verbrand ${formatDuration(burnMs)} na lezen`
}
