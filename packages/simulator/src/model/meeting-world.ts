import { isMeetingDue, keptMeetings, span } from '@rushlight/protocol'
import type { MeetingSecret } from '@rushlight/protocol'
import type { Step, World } from './search.ts'

/**
 * Dora goes away; the others go on, with commits and removals at any time. Whenever she comes back within 90 days she has to
 * find a board that they still use (L5, and without it no L2).
 */
type Away = {
  readonly day: number
  readonly hers: readonly number[]
  readonly theirs: readonly number[]
  readonly changes: number
}

const STEP_DAYS = 20
const AWAY_DAYS_MAX = 80
const CHANGES_MAX = 6

export const meetingWorld: World<Away> = {
  name: 'away-for-weeks',
  starts: [{ day: 0, hers: [0], theirs: [0], changes: 0 }],
  keyOf: ({ day, hers, theirs, changes }) => `${day}|${hers.join()}|${theirs.join()}|${changes}`,
  stepsFrom: function* (away): Iterable<Step<Away>> {
    if (away.day < AWAY_DAYS_MAX) yield { says: 'twenty days pass', to: { ...away, day: away.day + STEP_DAYS } }
    if (away.changes >= CHANGES_MAX) return
    yield { says: 'a commit', to: commit(away, false) }
    yield { says: 'a removal', to: commit(away, true) }
  },
  check({ day, hers, theirs }) {
    const kept = keptMeetings(secretsOf(theirs), day * span.DAY_MS)
    const common = keptMeetings(secretsOf(hers), day * span.DAY_MS).some((one) =>
      kept.some(({ secret }) => secret[0] === one.secret[0]),
    )
    return common ? undefined : { property: 'L5', sees: 'Dora and the others have no board in common' }
  },
}

/** A meeting secret is told by its number, which is the day and how many there were before. */
function commit(away: Away, removes: boolean): Away {
  const { day, theirs, changes } = away
  const now = day * span.DAY_MS
  const next = { ...away, changes: changes + 1 }
  if (!isMeetingDue(secretsOf(theirs), { now, removes })) return next
  const kept = keptMeetings([...secretsOf(theirs), secretOf(day * 100 + changes + 1)], now)
  return { ...next, theirs: kept.map(({ madeAt, secret }) => (madeAt / span.DAY_MS) * 100 + (secret[1] ?? 0)) }
}

function secretsOf(numbers: readonly number[]): readonly MeetingSecret[] {
  return numbers.map((number) => secretOf(number))
}

function secretOf(number: number): MeetingSecret {
  const [day, place] = [Math.floor(number / 100), number % 100]
  // Told apart by its first byte: no two are made on one day under one count.
  return { madeAt: day * span.DAY_MS, secret: Uint8Array.of((day * 10 + place) % 251, place) }
}
