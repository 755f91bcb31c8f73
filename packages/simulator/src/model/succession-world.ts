import { bestChain, chainOf, compareChains, judgeOpening, mayEndorse, mayOpen, relateBase } from '@rushlight/protocol'
import type { Link, LogId, Openings, OpeningVerdict } from '@rushlight/protocol'
import {
  electorOf,
  EPOCH_LAST,
  EPOCH_LATE,
  FIRST,
  isMemberAt,
  itemAt,
  judgedLogOf,
  linkAt,
  numberOfLog,
  openingOf,
  openingsOf,
  OUT,
  PEOPLE,
  union,
  voteOf,
} from './succession-room.ts'
import { remembering } from './search.ts'
import type { Step, World } from './search.ts'

/**
 * The hub of a room is gone, and its members stopped anywhere. They open, tell each other, follow, endorse and are told half
 * of it, in every order; one of them may lie. What they decide by are the shipped functions; signatures are ideal.
 */
export type Device = {
  /** How much of the first log is judged: an epoch, or OUT. */
  readonly judged: number
  /** The opening whose log it is in. */
  readonly tip: number
  /** Openings and endorsements it has seen, ascending. */
  readonly known: readonly number[]
  /** After which log it spoke, and for which opening. */
  readonly spoken: readonly (readonly [number, number])[]
}

export type Room = {
  readonly devices: readonly Device[]
  /** Who lies. */
  readonly liar: number | undefined
  /** Entries that can still be pulled since the old hub came back. */
  readonly pulls: number
}

export type Scope = {
  readonly name: string
  readonly liars: readonly (number | undefined)[]
  /** How far each device may have come when it begins, in the order of `PEOPLE`. */
  readonly judged: readonly (readonly number[])[]
  readonly notes: 'oneByOne' | 'together'
  readonly openings: number
  readonly termMax: number
  readonly liesMax: number
  readonly pulls: number
}

export function successionWorld(scope: Scope, check: World<Room>['check']): World<Room> {
  return {
    name: scope.name,
    starts: startsOf(scope),
    keyOf: ({ devices, liar, pulls }) =>
      `${liar ?? '-'}${pulls}|${devices.map((device) => keyOfDevice(device)).join('|')}`,
    stepsFrom: (room) => stepsFrom(scope, room),
    check,
  }
}

function keyOfDevice({ judged, tip, known, spoken }: Device): string {
  return `${judged}.${tip}.${known.join()}.${spoken.join(';')}`
}

function* startsOf({ liars, judged, pulls }: Scope): Iterable<Room> {
  const deviceAt = (epoch: number): Device => ({ judged: epoch, tip: FIRST, known: [], spoken: [] })
  for (const liar of liars) {
    for (const epochs of judged) yield { devices: epochs.map((epoch) => deviceAt(epoch)), liar, pulls }
  }
}

function* stepsFrom(scope: Scope, room: Room): Iterable<Step<Room>> {
  const made = linksIn(room)
  for (const [person, device] of room.devices.entries()) {
    if (person === room.liar) yield* liesOf(scope, room, made)
    else if (device.judged !== OUT) yield* honestSteps(scope, room, person)
  }
}

function* honestSteps(scope: Scope, room: Room, person: number): Iterable<Step<Room>> {
  const who = PEOPLE[person] ?? ''
  const device = deviceAt(room, person)
  for (const [other, known] of notesFor(scope, room, person)) {
    const learnt = union(device.known, known)
    if (learnt.length > device.known.length) yield learn(room, person, { learnt, says: `${who} reads ${other}` })
  }
  yield* hears(room, person)
  const pulled = person === 3 ? 1 : EPOCH_LAST
  // A log that was left is not judged further: what comes out of it then is redone, and binds nobody.
  if (room.pulls > 0 && device.tip === FIRST && device.judged < pulled)
    yield {
      says: `${who} pulls from the old hub`,
      to: { ...change(room, person, { judged: device.judged + 1 }), pulls: room.pulls - 1 },
    }
  const opened = openBudget(scope, room, device) ? open({ device, person, isHubLost: true }) : undefined
  if (opened?.tip !== undefined) yield { says: `${who} opens ${nameOf(opened.tip)}`, to: change(room, person, opened) }
  const endorsed = endorse({ device, person })
  if (endorsed !== undefined)
    yield { says: `${who} endorses ${nameOf(device.tip)}`, to: change(room, person, endorsed) }
}

/** Whoever learns of something better follows at once: until then it can do nothing that it could not do before. */
function learn(
  room: Room,
  person: number,
  { learnt, says }: { readonly learnt: readonly number[]; readonly says: string },
): Step<Room> {
  let to = change(room, person, { known: learnt })
  const moves: string[] = []
  for (;;) {
    const moved = deviceAt(to, person).judged === OUT ? undefined : follow({ device: deviceAt(to, person), person })
    if (moved === undefined) return { says: [says, ...moves].join(' and '), to }
    moves.push(sayMove(moved))
    to = change(to, person, moved)
  }
}

function sayMove({ tip }: Partial<Device>): string {
  return tip === undefined ? 'sees that she is removed' : `follows ${nameOf(tip)}`
}

/** What lies on the boards: of one member at a time where notes get lost one by one, else all of it. */
function notesFor({ notes }: Scope, room: Room, person: number): readonly (readonly [string, readonly number[]])[] {
  const others = room.devices.flatMap(({ known }, other) =>
    other === person || other === room.liar ? [] : [[`the notes of ${PEOPLE[other] ?? ''}`, known] as const],
  )
  if (notes === 'oneByOne') return others
  const all = others.reduce<readonly number[]>((sum, [, known]) => union(sum, known), [])
  return [['the board', all]]
}

function openBudget(scope: Scope, room: Room, { tip }: Device): boolean {
  return linksIn(room).length < scope.openings && linkAt(tip).term < scope.termMax
}

/** One thing that the liar made, to this device alone. */
function* hears(room: Room, person: number): Iterable<Step<Room>> {
  if (room.liar === undefined) return
  const device = deviceAt(room, person)
  for (const item of deviceAt(room, room.liar).known) {
    if (device.known.includes(item)) continue
    const learnt = union(device.known, isKnown(device, item) ? [item] : [])
    if (learnt.length > device.known.length)
      yield learn(room, person, { learnt, says: `the liar shows ${PEOPLE[person] ?? ''} ${nameOf(item)}` })
  }
}

/** An opening can be read without more; an endorsement needs the opening it is for. */
function isKnown(device: Device, item: number): boolean {
  const said = itemAt(item)
  return said.kind === 'link' || device.known.includes(numberOfLog(said.vote.log))
}

/** The liar has seen everything, opens from any base, and signs whatever he likes. */
function* liesOf(scope: Scope, room: Room, made: readonly number[]): Iterable<Step<Room>> {
  const { liar } = room
  if (liar === undefined) return
  const device = deviceAt(room, liar)
  const own = device.known.length
  if (own >= scope.liesMax) return
  const add = (item: number): Room => change(room, liar, { known: union(device.known, [item]) })
  if (made.length < scope.openings) {
    for (const epoch of basesOf(liar)) {
      const item = openingOf({ previous: FIRST, opener: liar, epoch, rank: 0 })
      if (!made.includes(item)) yield { says: `the liar opens ${nameOf(item)}`, to: add(item) }
    }
  }
  for (const number of made) {
    const { log, term } = linkAt(number)
    const item = voteOf({ ...electorOf(liar), log, since: term }, liar, -1)
    if (!device.known.includes(item)) yield { says: `the liar endorses ${nameOf(number)}`, to: add(item) }
  }
}

function basesOf(liar: number): readonly number[] {
  // Bob is a member and his friend the old hub signs one more commit; Carol is not, and says so all the same.
  return liar === 3 ? [1, 2] : [1, 2, EPOCH_LATE]
}

/** Where the device goes if it looks at what it knows; `undefined` if it stays. */
export const follow: (actor: Actor) => Partial<Device> | undefined = remembering(keyOfActor, findBetter)

type Actor = { readonly device: Device; readonly person: number }

function keyOfActor({ device, person }: Actor): string {
  return `${person}:${keyOfDevice(device)}`
}

function findBetter({ device, person }: Actor): Partial<Device> | undefined {
  const openings = openingsOf(device.known)
  const own = linkAt(device.tip).log
  const tips = [...openings.links.keys()].filter((tip) => verdictOn({ openings, tip }, device) === 'follow')
  const best = bestChain(openings, own, tips)
  if (best === own) return undefined
  const link = divergence(openings, own, best)
  const epoch = link?.base?.epoch ?? 0
  const isAhead = link?.previous === linkAt(FIRST).log && epoch > device.judged
  if (!isMemberAt(person, epochAt(openings, best))) return { judged: OUT }
  return { tip: numberOfLog(best), ...(isAhead ? { judged: epoch } : {}) }
}

/** The next opening, if R20 lets the device make one. */
export const open: (actor: Opener) => Partial<Device> | undefined = remembering(
  (actor: Opener) => `${actor.isHubLost ? 1 : 0}${keyOfActor(actor)}`,
  makeOpening,
)

type Opener = Actor & { readonly isHubLost: boolean }

function makeOpening({ device, person, isHubLost }: Opener): Partial<Device> | undefined {
  const openings = openingsOf(device.known)
  const own = linkAt(device.tip).log
  const rivals = [...openings.links.keys()].filter(
    (tip) => compareChains(openings, tip, own) > 0 && verdictOn({ openings, tip }, device) === 'rival',
  )
  const decision = mayOpen({ ...NOW, logUnknown: isHubLost, undercut: rivals.length > 0 }, 1e6)
  const base = device.tip === FIRST ? device.judged : epochAt(openings, own)
  if (decision.kind !== 'open' || !isMemberAt(person, base)) return undefined
  const item = openingOf({ previous: device.tip, opener: person, epoch: base, rank: person % 2 })
  if (device.known.includes(item)) return undefined
  return { tip: item, known: union(device.known, [item]) }
}

const endorse = remembering(keyOfActor, makeEndorsement)

function makeEndorsement({ device, person }: Actor): Partial<Device> | undefined {
  if (device.tip === FIRST) return undefined
  const openings = openingsOf(device.known)
  const spoken = new Map(device.spoken.map(([log, opening]) => [linkAt(log).log, linkAt(opening).log]))
  const voter = electorOf(person)
  const tip = linkAt(device.tip).log
  const decision = mayEndorse({ openings, tip, voter, spoken, isJudged: true, bestSince: 0, now: 1e6 })
  if (decision.kind !== 'endorse') return undefined
  const said = [...decision.spoken].map(([log, opening]) => [numberOfLog(log), numberOfLog(opening)] as const)
  const item = voteOf(decision.vote, person, device.judged)
  return { known: union(device.known, [item]), spoken: said.toSorted(([a], [b]) => a - b) }
}

/** All delays are over; the rest the device knows. */
const NOW = {
  othersAnswer: true,
  othersSayDown: true,
  headBelowReceipt: false,
  equivocated: false,
  tombstone: false,
  undercut: false,
  accounts: 3,
  betterKnown: false,
  headPostedAt: 0,
  rank: 0,
  openedToday: 0,
} as const

/** May the device follow that chain? All openings behind the place where it leaves the own chain have to be good as well. */
function verdictOn(of: { readonly openings: Openings; readonly tip: LogId }, device: Device): OpeningVerdict | 'own' {
  const { openings, tip } = of
  const own = linkAt(device.tip).log
  const link = divergence(openings, own, tip)
  if (link?.base === undefined || link.previous === undefined) return 'own'
  const behind = chainOf(openings, tip).filter(({ term }) => term > link.term)
  if (!behind.every((later) => isByMember(later))) return 'void'
  const judged = judgedLogOf(link.previous, device.judged)
  const relation = relateBase(judged, link.base.head)
  // What is missing is pulled from the hub, the prefix or a member, and judged.
  const asked = { openings, link, isByMember: isByMember(link), safety: false }
  return judgeOpening({ ...asked, relation: relation === 'ahead' ? 'contained' : relation })
}

/** The first opening of the other chain that is not in the own one. */
function divergence(openings: Openings, own: LogId, tip: LogId): Link | undefined {
  const mine = chainOf(openings, own)
  return chainOf(openings, tip).find((link, i) => link.log !== mine[i]?.log)
}

export function isByMember(link: Link): boolean {
  const item = itemAt(numberOfLog(link.log))
  return item.kind === 'link' && link.electorate.includes(electorOf(item.opener))
}

function epochAt(openings: Openings, tip: LogId): number {
  return openings.links.get(tip)?.base?.epoch ?? 0
}

function linksIn(room: Room): readonly number[] {
  const all = everythingIn(room)
  return all.filter((item) => itemAt(item).kind === 'link')
}

export function everythingIn({ devices }: Room): readonly number[] {
  return [...new Set(devices.flatMap(({ known }) => known))].toSorted((a, b) => a - b)
}

export function deviceAt(room: Room, person: number): Device {
  const device = room.devices[person]
  if (device === undefined) throw new Error('no such device')
  return device
}

export function change(room: Room, person: number, changed: Partial<Device>): Room {
  return { ...room, devices: room.devices.with(person, { ...deviceAt(room, person), ...changed }) }
}

function nameOf(number: number): string {
  const item = itemAt(number)
  if (item.kind === 'vote')
    return `the endorsement of ${nameOf(numberOfLog(item.vote.log))} by ${PEOPLE[item.voter] ?? ''}`
  const { previous, base, term } = item.link
  if (previous === undefined) return 'the first log'
  return `term ${term} by ${PEOPLE[item.opener] ?? ''} from epoch ${base?.epoch ?? 0} after ${nameOf(numberOfLog(previous))}`
}
