import { applyDelta, doorOf, hex, logId, replaceAddresses, sealRoster } from '@rushlight/protocol'
import type { Address, CommitPart, DoorId, Roster, Submit } from '@rushlight/protocol'
import type { Put, Remove } from '@rushlight/records'
import { dayOf } from '../queues/queue-row.ts'
import { putRow } from '../rows/table.ts'
import { refuse } from '../sessions/outcome.ts'
import type { Refused } from '../sessions/outcome.ts'
import { addChild, applyPost, doorIn } from './door-tree.ts'
import type { DoorTree } from './door-tree.ts'
import type { HotLog, OpenDoor } from './hot-logs.ts'
import { doorTreeTable, keyOfPlace, keyOfRoster, ROSTERS, welcomeTable } from './log-rows.ts'
import type { Logs } from './logs.ts'
import type { Seat } from './open-door.ts'
import { admitReaders, areNewReaders, endLostReaders, endReaders, restoreReaders } from './readers.ts'

/** What a submit changes besides taking its place: doors, rosters, readers, and who is to hear of it. */
export type Planned = {
  readonly kind: 'planned'
  readonly tree: DoorTree
  readonly put: readonly Put[]
  readonly remove: readonly Remove[]
  readonly slots: Roster
  readonly added: Roster
  /** As it stands open from now on. */
  readonly opened: { readonly id: DoorId; readonly door: OpenDoor }
  readonly closed: readonly DoorId[]
}

export type Posting = {
  readonly hot: HotLog
  readonly seat: Seat
  readonly submit: Submit
  readonly seq: number
  /** Hash of the entry. */
  readonly entryHash: Uint8Array
}

export async function planChange(logs: Logs, posting: Posting): Promise<Planned | Refused> {
  const { hot, seat, submit } = posting
  const { store, clock } = logs.kernel
  const over = submit.over ?? []
  const restored = await restoreReaders(store, { log: hot.id, tree: hot.tree, seat, over })
  const posted = applyPost(hot.tree, {
    door: seat.door.id,
    number: seat.number,
    over,
    day: dayOf(clock.now()),
  })
  const planned = await planKind(logs, posting, posted.tree)
  if (planned.kind === 'refused') return planned
  const closed = [...posted.closed, ...planned.closed]
  const lost = await planLost(logs, posting, { tree: planned.tree, closed })
  const isSame = planned.tree === hot.tree
  return {
    ...planned,
    closed,
    put: [
      ...restored,
      ...planned.put,
      ...lost,
      ...(isSame ? [] : [putRow(doorTreeTable, logId.toBytes(hot.id), planned.tree)]),
    ],
    remove: closed.map((door) => ({ table: ROSTERS, key: keyOfRoster(hot.id, door) })),
  }
}

function planKind(logs: Logs, posting: Posting, tree: DoorTree): Promise<Planned | Refused> {
  const { commit, addresses } = posting.submit
  if (commit !== undefined) return planCommit(logs, posting, { tree, commit })
  if (addresses !== undefined) return planAddresses(logs, posting, { tree, addresses })
  return Promise.resolve({ ...unchanged(posting.seat, tree), slots: others(posting.seat.open.roster, posting.seat) })
}

/** `setAddress` (R12): the slot's new addresses, in the roster of the door that it came by. */
async function planAddresses(
  { kernel }: Logs,
  { hot, seat }: Posting,
  { tree, addresses }: { readonly tree: DoorTree; readonly addresses: readonly Address[] },
): Promise<Planned | Refused> {
  const { id } = seat.door
  const { key, usedAt } = seat.open
  const roster = replaceAddresses(seat.open.roster, { postingKey: seat.slot.postingKey, addresses })
  if (roster === undefined) return refuse('notInRoster')
  const sealed = await sealRoster(kernel.crypto, key, roster)
  return {
    ...unchanged(seat, tree),
    put: [{ table: ROSTERS, key: keyOfRoster(hot.id, id), value: sealed }],
    slots: roster.filter(({ postingKey }) => postingKey !== seat.slot.postingKey),
    opened: { id, door: { key, roster, usedAt } },
  }
}

/** The hub makes the child door itself, from the roster it has and the delta that clients will compare (R9). */
async function planCommit(
  { kernel }: Logs,
  { hot, seat, seq, entryHash }: Posting,
  { tree, commit }: { readonly tree: DoorTree; readonly commit: CommitPart },
): Promise<Planned | Refused> {
  const { store, crypto } = kernel
  const { delta, childKey } = commit
  const id = doorOf(crypto, childKey)
  const roster = applyDelta(seat.open.roster, delta)
  if (roster === undefined || doorIn(tree, id) !== undefined || !hasOwnReaders(roster)) return refuse('malformed')
  if (!(await areNewReaders(store, hot.id, delta.added))) return refuse('malformed')
  const { kept, gone } = splitRoster(seat, delta.removed)
  const added = addChild(tree, {
    parent: seat.door.id,
    id,
    kept,
    addedCount: delta.added.length,
    commit: entryHash,
    seq,
    maker: seat.number,
  })
  if (added === undefined) return refuse('quotaExceeded')
  const sealed = await sealRoster(crypto, childKey, roster)
  return {
    kind: 'planned',
    tree: added.tree,
    put: [
      { table: ROSTERS, key: keyOfRoster(hot.id, id), value: sealed },
      ...admitReaders(hot.id, delta.added, { first: tree.next, seq }),
      ...(await endReaders(store, hot.id, { slots: gone, until: seq })),
      ...(commit.welcome === undefined ? [] : [putRow(welcomeTable, keyOfPlace(hot.id, seq), commit.welcome)]),
    ],
    remove: [],
    // Whoever is put out hears of it: it is the last that he may pull.
    slots: [...others(roster.slice(0, kept.length), seat), ...gone],
    added: delta.added,
    opened: { id, door: { key: childKey.slice(), roster, usedAt: kernel.clock.now() } },
    closed: added.closed,
  }
}

/**
 * Where a door closed, those who sit at no other one any more may not pull any longer. If nothing was doubted and no other
 * child went with it, the commits themselves have seen to that.
 */
async function planLost(
  { kernel }: Logs,
  { hot }: Posting,
  { tree, closed }: { readonly tree: DoorTree; readonly closed: readonly DoorId[] },
): Promise<readonly Put[]> {
  const wasDoubted = hot.tree.doors.some(({ origin }) => origin?.isDisputed === true)
  if (closed.length === 0 || (closed.length === 1 && !wasDoubted)) return []
  return endLostReaders(kernel.store, { log: hot.id, tree, until: hot.row.seq })
}

function unchanged(seat: Seat, tree: DoorTree): Planned {
  const opened = { id: seat.door.id, door: seat.open }
  return { kind: 'planned', tree, put: [], remove: [], slots: [], added: [], opened, closed: [] }
}

/** Whoever posts knows already. */
function others(roster: Roster, { slot }: Seat): Roster {
  return roster.filter((one) => one !== slot)
}

function hasOwnReaders(roster: Roster): boolean {
  return new Set(roster.map(({ reader }) => hex(reader))).size === roster.length
}

function splitRoster(
  { open, door }: Seat,
  removed: readonly Uint8Array[],
): { readonly kept: readonly number[]; readonly gone: Roster } {
  const names = new Set(removed.map((key) => hex(key)))
  const isGone = open.roster.map(({ postingKey }) => names.has(hex(postingKey)))
  return {
    kept: door.numbers.filter((_, i) => isGone[i] === false),
    gone: open.roster.filter((_, i) => isGone[i] === true),
  }
}
