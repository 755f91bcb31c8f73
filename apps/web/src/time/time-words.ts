/** Times and spans in words, by the language's own rules. */
import { spanOf } from '../fuse/fuse-model.ts'

/** "30 sec", "5 min", "2 hr". */
export function shortSpan(ms: number, locale: string): string {
  const { count, unit } = spanOf(ms)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count)
}

/** "30s", "5m", "2h". */
export function narrowSpan(ms: number, locale: string): string {
  const { count, unit } = spanOf(ms)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count)
}

/** "30 seconds", "5 minutes", "2 hours". */
export function longSpan(ms: number, locale: string): string {
  const { count, unit } = spanOf(ms)
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}

export function clockTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(inRegion(locale), { hour: 'numeric', minute: '2-digit' }).format(at)
}

export function fullTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(inRegion(locale), { dateStyle: 'long', timeStyle: 'short' }).format(at)
}

/** "Today", "Yesterday", a weekday within the last week, else the date. */
export function dayName(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now)
  if (days === 0 || days === 1) {
    return capital(new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-days, 'day'), locale)
  }
  if (days > 1 && days < 7) return capital(new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(at), locale)
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear()
  const options = { day: 'numeric', month: 'long' } as const
  return new Intl.DateTimeFormat(inRegion(locale), isThisYear ? options : { ...options, year: 'numeric' }).format(at)
}

/** For a list: the time of today, else the shortest day. */
export function listTime(at: number, now: number, locale: string): string {
  const days = daysBetween(at, now)
  if (days <= 0) return clockTime(at, locale)
  if (days === 1) return dayName(at, now, locale)
  if (days < 7) return new Intl.DateTimeFormat(locale, { weekday: 'short' }).format(at)
  return new Intl.DateTimeFormat(inRegion(locale), { day: 'numeric', month: 'short' }).format(at)
}

/** Calendar days of this device's time zone. */
function daysBetween(at: number, now: number): number {
  return Math.round((startOfDay(now) - startOfDay(at)) / DAY_MS)
}

export function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0)
}

const DAY_MS: number = 24 * 60 * 60 * 1000

function capital(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)
}

/** The language of the page as it is written where the user lives: 14:05 and 2:05 PM are both English. */
function inRegion(locale: string): string {
  return navigator.languages.find((tag) => tag.split('-')[0] === locale) ?? locale
}
