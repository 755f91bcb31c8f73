import { search } from './search.ts'
import type { Searched, World } from './search.ts'
import { doorWorld } from './door-world.ts'
import { logWorld } from './log-world.ts'
import { meetingWorld } from './meeting-world.ts'
import { resendWorld } from './resend-world.ts'
import { checkSuccession } from './succession-properties.ts'
import { successionWorld } from './succession-world.ts'
import type { Scope } from './succession-world.ts'
import { welcomeWorld } from './welcome-world.ts'

const BOB = 2
const CAROL = 3

/** Alice's phone and Bob know that Carol is removed; Alice's laptop and Carol do not. */
const APART = [2, 1, 2, 1]
const ALL_BEFORE = [1, 1, 1, 1]
const ALL_AWARE = [2, 2, 2, 1]

const base = { notes: 'together', liars: [undefined], openings: 2, termMax: 2, liesMax: 0, pulls: 0 } as const

/** Each shows something that the others do not; together they are the scope of `spec/survival.md` §10. */
const scopes: readonly Scope[] = [
  { ...base, name: 'two-rivals', judged: [APART] },
  { ...base, name: 'nobody-knows-more', judged: [ALL_BEFORE] },
  { ...base, name: 'all-know-more', judged: [ALL_AWARE] },
  { ...base, name: 'notes-get-lost', judged: [APART], notes: 'oneByOne' },
  { ...base, name: 'three-terms', judged: [ALL_BEFORE], openings: 3, termMax: 3 },
  {
    ...base,
    name: 'old-hub-returns',
    judged: [[1, 1, 2, 0]],
    pulls: 2,
  },
  { ...base, name: 'bob-and-the-old-hub', judged: [APART], liars: [BOB], liesMax: 3 },
  { ...base, name: 'carol-does-not-go', judged: [APART], liars: [CAROL], liesMax: 3 },
]

type Search = { readonly name: string; readonly run: (statesMax: number) => Searched }

const searches: readonly Search[] = [
  ...scopes.map((scope) => searchOf(successionWorld(scope, checkSuccession))),
  searchOf(logWorld),
  searchOf(doorWorld),
  searchOf(resendWorld),
  searchOf(welcomeWorld),
  searchOf(meetingWorld),
]

export const worldNames: readonly string[] = searches.map(({ name }) => name)

/** All worlds, or the one of that name; each until a property breaks or so many states are seen. */
export function searchWorlds(asked: string | undefined, statesMax: number): readonly Searched[] {
  return searches.filter(({ name }) => asked === undefined || name === asked).map(({ run }) => run(statesMax))
}

function searchOf<State>(world: World<State>): Search {
  return { name: world.name, run: (statesMax) => search(world, statesMax) }
}
