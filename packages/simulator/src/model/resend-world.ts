import { messagesToResend } from '@rushlight/protocol'
import type { Broken, Step, World } from './search.ts'

/**
 * Alice has sent three messages; the hub that had them is lost behind some of them. Bob got some, read some, and what he read is
 * burned. She sends the rest again to the next hub; what is on its way comes twice (S6).
 */
type Resent = {
  /** What the old hub still hands to Bob, in its order. */
  readonly old: readonly number[]
  /** What the next hub has, in its order. */
  readonly next: readonly number[]
  readonly isMoved: boolean
  /** Where the next log goes on in the old one. */
  readonly base: number
  readonly shown: readonly number[]
  /** Rows that Bob has, and names of what he ever had. */
  readonly rows: readonly number[]
  readonly seen: readonly number[]
  readonly repeats: number
}

const MESSAGES = [1, 2, 3]

export const resendWorld: World<Resent> = {
  name: 'sent-again',
  starts: [0, 1, 2, 3].map((base) => ({
    old: MESSAGES,
    next: [],
    isMoved: false,
    base,
    shown: [],
    rows: [],
    seen: [],
    repeats: 1,
  })),
  keyOf: (state) => JSON.stringify(state),
  stepsFrom: function* (state): Iterable<Step<Resent>> {
    const [item, ...old] = state.old
    // Bob is at the base before he looks at the next log; what the old hub hands out above it comes as well, later.
    if (item !== undefined && (!state.isMoved || state.next.length === 0 || item > state.base))
      yield { says: `Bob is handed ${item} of the old log`, to: { ...take(state, item), old } }
    if (state.isMoved && item !== undefined && state.repeats === 0)
      yield { says: 'the old hub is gone', to: { ...state, old: [] } }
    if (!state.isMoved) {
      const own = MESSAGES.map((number) => ({ number, seq: number }))
      const next = messagesToResend(own, { baseSeq: state.base, now: 0 }).map(({ number }) => number)
      yield { says: `Alice goes on from ${state.base}`, to: { ...state, isMoved: true, next } }
    }
    const hasBase = MESSAGES.every((number) => number > state.base || state.seen.includes(number))
    const [first, ...next] = state.next
    if (first !== undefined && hasBase) {
      yield { says: `Bob is handed ${first} of the next log`, to: { ...take(state, first), next } }
      if (state.repeats > 0)
        yield {
          says: `Bob is handed ${first}, and will be again`,
          to: { ...take(state, first), repeats: state.repeats - 1 },
        }
    }
    for (const row of state.rows) yield { says: `${row} is burned`, to: burn(state, row) }
  },
  check: checkShown,
}

function take(state: Resent, item: number): Resent {
  if (state.seen.includes(item)) return state
  const { shown, rows, seen } = state
  return { ...state, shown: [...shown, item], rows: [...rows, item], seen: [...seen, item] }
}

/** The row goes, its name stays (R28). */
function burn(state: Resent, row: number): Resent {
  return { ...state, rows: state.rows.filter((one) => one !== row) }
}

function checkShown({ shown }: Resent): Broken | undefined {
  if (new Set(shown).size !== shown.length) return { property: 'S6', sees: `a message is shown twice: ${shown.join()}` }
  const isOrdered = shown.every((item, i) => i === 0 || (shown[i - 1] ?? 0) < item)
  return isOrdered ? undefined : { property: 'S6', sees: `messages of one author are out of order: ${shown.join()}` }
}
