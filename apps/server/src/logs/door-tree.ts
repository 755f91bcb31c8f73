import { DOOR_KEPT_MS, equal, OPEN_CHILD_DOORS_PER_MAKER_MAX, span } from '@rushlight/protocol'
import type { DoorId } from '@rushlight/protocol'
import { DOORS_PER_LOG_MAX } from '../limits.ts'

/**
 * The open doors of a log, and how they close (R10). Pure: what is needed of a roster here are the numbers of its slots.
 * A slot's number is its place in the order in which slots came into the log; it says nothing about who sits there.
 *
 * A commit makes a child door under the one it was posted by; clients judge whether it counts, the hub never does. So both
 * doors stay open, and whoever posts under the parent says that the children are void to him (`over`). The parent closes
 * when more than half of its slots have posted under one child's line, or some days after somebody used the child and
 * nobody spoke over it. Nobody who garbles commits can close the door that honest members stand at.
 */
export type DoorTree = {
  /** Number of the next slot that comes in. */
  readonly next: number
  readonly doors: readonly Door[]
}

export type Door = {
  readonly id: DoorId
  /** Of the slots, in the order of the roster. */
  readonly numbers: readonly number[]
  /** While the door under which it was made is open. */
  readonly origin?: Origin
}

export type Origin = {
  readonly parent: DoorId
  /** Hash of the entry that made it. */
  readonly commit: Uint8Array
  readonly seq: number
  /** Number of the slot that posted it. */
  readonly maker: number
  /** Slots of the parent that posted under this line. */
  readonly voters: readonly number[]
  /** The day on which a slot that is not the maker's first used it since it was last spoken over. */
  readonly usedDay?: number
  /** Somebody has spoken over it. */
  readonly isDisputed: boolean
}

export type Child = Door & { readonly origin: Origin }

export type TreeChange = {
  readonly tree: DoorTree
  /** Doors that are no longer there. */
  readonly closed: readonly DoorId[]
  /** Whoever sits at none of the doors left is out: reading rights have to be looked at anew. */
  readonly isDecided: boolean
}

export function createTree(first: DoorId, slots: number): DoorTree {
  return { next: slots, doors: [{ id: first, numbers: Array.from({ length: slots }, (_, number) => number) }] }
}

export function doorIn(tree: DoorTree, id: DoorId): Door | undefined {
  return tree.doors.find((door) => door.id === id)
}

export function childrenOf(tree: DoorTree, parent: DoorId): readonly Child[] {
  return tree.doors.filter(isChild).filter(({ origin }) => origin.parent === parent)
}

/** Those that `over` names. */
export function spokenOver(children: readonly Child[], over: readonly Uint8Array[]): readonly Child[] {
  return children.filter(({ origin }) => over.some((commit) => equal(commit, origin.commit)))
}

/**
 * The slot that answers for what `number` does at a door: itself, or, while the commit that brought it in has not
 * prevailed, whoever made that commit.
 */
export function chargedTo(tree: DoorTree, door: DoorId, number: number): number {
  let charged = number
  for (const { origin, parent } of pathOf(tree, door)) {
    if (!parent.numbers.includes(charged)) charged = origin.maker
  }
  return charged
}

export type Post = {
  readonly door: DoorId
  readonly number: number
  readonly over: readonly Uint8Array[]
  readonly day: number
}

/** Somebody has posted under a door, and over the children named. */
export function applyPost(tree: DoorTree, { door, number, over, day }: Post): TreeChange {
  const overruled = new Set(spokenOver(childrenOf(tree, door), over).map(({ id }) => id))
  const path = new Map(pathOf(tree, door).map((step) => [step.child.id, step]))
  const doors = tree.doors.map((one) => {
    if (overruled.has(one.id)) return overrule(one)
    const step = path.get(one.id)
    return step === undefined ? one : noteUse(tree, step, { number, day })
  })
  const isSame = doors.every((one, i) => one === tree.doors[i])
  return closeDecided({ tree: isSame ? tree : { ...tree, doors }, closed: [], isDecided: false })
}

export type NewChild = {
  readonly parent: DoorId
  readonly id: DoorId
  /** Numbers of the slots that stay. */
  readonly kept: readonly number[]
  readonly addedCount: number
  readonly commit: Uint8Array
  readonly seq: number
  readonly maker: number
}

/** `undefined` if its maker has too many open doors that nobody else has used. */
export function addChild(tree: DoorTree, child: NewChild): TreeChange | undefined {
  const charged = chargedTo(tree, child.parent, child.maker)
  const isOfSameMaker = ({ origin }: Child): boolean => chargedTo(tree, origin.parent, origin.maker) === charged
  const siblings = childrenOf(tree, child.parent).filter(isOfSameMaker)
  if (siblings.length >= OPEN_CHILD_DOORS_PER_MAKER_MAX) return undefined
  const room = makeRoom(tree, child, isOfSameMaker)
  if (room === undefined) return undefined
  const added = Array.from({ length: child.addedCount }, (_, i) => tree.next + i)
  const { parent, commit, seq, maker } = child
  const door: Door = {
    id: child.id,
    numbers: [...child.kept, ...added],
    origin: { parent, commit, seq, maker, voters: [maker], isDisputed: false },
  }
  const { doors } = room.tree
  return closeDecided({ ...room, tree: { next: tree.next + child.addedCount, doors: [...doors, door] } })
}

/** Closes doors whose children have been used for long enough while nobody spoke over them. */
export function closeDue(tree: DoorTree, day: number): TreeChange {
  let change: TreeChange = { tree, closed: [], isDecided: false }
  for (;;) {
    const due = change.tree.doors.filter(isChild).find(({ origin }) => isDue(origin, day))
    if (due === undefined) return change
    const { parent } = due.origin
    const used = childrenOf(change.tree, parent).filter(({ origin }) => origin.usedDay !== undefined)
    change = closeDoor(change, parent, used)
  }
}

const DAYS_KEPT: number = DOOR_KEPT_MS / span.DAY_MS

function isDue({ usedDay }: Origin, day: number): boolean {
  return usedDay !== undefined && usedDay + DAYS_KEPT <= day
}

function isChild(door: Door): door is Child {
  return door.origin !== undefined
}

type Step = { readonly child: Child; readonly origin: Origin; readonly parent: Door }

/** From a door up to the oldest that is open. */
function pathOf(tree: DoorTree, door: DoorId): readonly Step[] {
  const path: Step[] = []
  let child = doorIn(tree, door)
  while (child !== undefined && isChild(child)) {
    const { origin } = child
    const parent = doorIn(tree, origin.parent)
    if (parent === undefined) break
    path.push({ child, origin, parent })
    child = parent
  }
  return path
}

function overrule(door: Door): Door {
  if (door.origin === undefined || (door.origin.isDisputed && door.origin.usedDay === undefined)) return door
  const { usedDay: _, ...origin } = door.origin
  return { ...door, origin: { ...origin, isDisputed: true } }
}

function noteUse(
  tree: DoorTree,
  { child, origin, parent }: Step,
  { number, day }: { readonly number: number; readonly day: number },
): Door {
  if (!parent.numbers.includes(number)) return child
  const isVoter = origin.voters.includes(number)
  const isOther = chargedTo(tree, parent.id, number) !== chargedTo(tree, parent.id, origin.maker)
  const isFirstUse = isOther && origin.usedDay === undefined
  if (isVoter && !isFirstUse) return child
  const voters = isVoter ? origin.voters : [...origin.voters, number]
  return { ...child, origin: { ...origin, voters, ...(isFirstUse ? { usedDay: day } : {}) } }
}

function closeDecided(change: TreeChange): TreeChange {
  let decided = change
  for (;;) {
    const { tree } = decided
    const winner = tree.doors.filter(isChild).find(({ origin }) => {
      const parent = doorIn(tree, origin.parent)
      return parent !== undefined && origin.voters.length * 2 > parent.numbers.length
    })
    if (winner === undefined) return decided
    decided = closeDoor(decided, winner.origin.parent, [winner])
  }
}

/** The winners step into the place of the closed door; its other children and all below them go. */
function closeDoor(change: TreeChange, id: DoorId, winners: readonly Child[]): TreeChange {
  const { tree } = change
  const closing = doorIn(tree, id)
  const losers = childrenOf(tree, id).filter((child) => !winners.some((winner) => winner.id === child.id))
  const gone = new Set([id, ...losers.flatMap((loser) => subtreeOf(tree, loser.id))])
  const doors = tree.doors
    .filter((door) => !gone.has(door.id))
    .map((door) => (winners.some((winner) => winner.id === door.id) ? inherit(door, closing?.origin) : door))
  return { tree: { ...tree, doors }, closed: [...change.closed, ...gone], isDecided: true }
}

function inherit(door: Door, origin: Origin | undefined): Door {
  const { id, numbers } = door
  return origin === undefined ? { id, numbers } : { id, numbers, origin }
}

function subtreeOf(tree: DoorTree, id: DoorId): readonly DoorId[] {
  return [id, ...childrenOf(tree, id).flatMap((child) => subtreeOf(tree, child.id))]
}

/**
 * In a log with too many doors, the oldest of the same maker goes that nobody else has used: its children step into its
 * place. Never one at which others may stand, and never for somebody else's sake.
 */
function makeRoom(
  tree: DoorTree,
  { parent }: NewChild,
  isOfSameMaker: (child: Child) => boolean,
): TreeChange | undefined {
  const change: TreeChange = { tree, closed: [], isDecided: false }
  if (tree.doors.length < DOORS_PER_LOG_MAX) return change
  const candidates = tree.doors
    .filter(isChild)
    .filter((door) => door.id !== parent && door.origin.usedDay === undefined && isOfSameMaker(door))
  const oldest = candidates.toSorted((a, b) => a.origin.seq - b.origin.seq)[0]
  return oldest === undefined ? undefined : closeDoor(change, oldest.id, childrenOf(tree, oldest.id))
}
