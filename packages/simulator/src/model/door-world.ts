import { applyDelta, doorId, keyOf } from '@rushlight/protocol'
import type { DoorId, PostingPublicKey, Roster } from '@rushlight/protocol'
import { addChild, applyPost, createTree, doorIn } from '@rushlight/server/testing'
import type { DoorTree } from '@rushlight/server/testing'
import type { Broken, Step, World } from './search.ts'

/** Doors of a hub while Mallory garbles commits and makes rosters (R9, R10). */
type Doors = { readonly tree: DoorTree; readonly made: number; readonly missing: boolean; readonly stand: number }

const MALLORY = 0
const GARBAGE_MAX = 6
const ROSTER: Roster = [0, 1, 2].map((i) => slotOf(i))

export const doorWorld: World<Doors> = {
  name: 'doors-of-a-hub',
  starts: [{ tree: createTree(doorNumbered(0), 3), made: 0, missing: false, stand: 0 }],
  keyOf: ({ tree, made, missing, stand }) =>
    `${made}${missing}${stand}${tree.doors.map(({ id, origin }) => `${id}:${origin?.voters.join() ?? ''}${origin?.isDisputed === true}`).join('|')}`,
  *stepsFrom(state): Iterable<Step<Doors>> {
    const { tree, made } = state
    if (made < GARBAGE_MAX) {
      const garbage = { kept: [0, 1, 2], addedCount: 0, commit: Uint8Array.of(made + 1), seq: made + 1, maker: MALLORY }
      for (const parent of tree.doors.map(({ id }) => id)) {
        const changed = addChild(tree, { ...garbage, parent, id: doorNumbered(made + 1) })
        const missing = state.missing || !hasEverybody(applyDelta(ROSTER, { removed: [], added: [] }))
        if (changed !== undefined)
          yield { says: 'Mallory garbles a commit', to: { ...state, tree: changed.tree, made: made + 1, missing } }
      }
    }
    const over = Array.from({ length: made }, (_, i) => Uint8Array.of(i + 1))
    const door = doorNumbered(0)
    for (const number of [1, 2]) {
      if (doorIn(tree, door) === undefined) continue
      const posted = applyPost(tree, { door, number, over, day: 0 }).tree
      if (posted !== tree) yield { says: `member ${number} posts over it`, to: { ...state, tree: posted } }
    }
  },
  check({ tree, missing }): Broken | undefined {
    if (doorIn(tree, doorNumbered(0)) === undefined)
      return { property: 'S1', sees: 'the door at which all honest members stand is gone' }
    return missing ? { property: 'S1', sees: 'a member is in the epoch and not in its roster' } : undefined
  },
}

function hasEverybody(roster: Roster | undefined): boolean {
  return roster?.length === ROSTER.length
}

function doorNumbered(number: number): DoorId {
  return doorId.fromBytes(new Uint8Array(32).fill(number))
}

function slotOf(number: number): Roster[number] {
  const postingKey = keyOf<PostingPublicKey>(new Uint8Array(32).fill(number + 1))
  return { postingKey, reader: new Uint8Array(32), addresses: [] }
}
