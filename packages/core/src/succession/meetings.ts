import { isSameOpening, mayOpen, rankAmong, span, verifyOpening } from '@rushlight/protocol'
import type { LogId, Note, OpenDecision, OpenReason, Provider, ProviderName, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { pullRoom } from '../room/pull-log.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { readBoards, writeBoards } from './board.ts'
import type { Boards } from './board.ts'
import { followOpening } from './follow-opening.ts'
import { askHub } from './ask-hub.ts'
import type { HubAnswer } from './ask-hub.ts'
import { HubVigil } from './hub-vigil.ts'
import { openNext } from './open-next.ts'
import { greetAnew, isOwnPlace, placesOf } from './places.ts'
import type { Places } from './places.ts'
import { accountsIn, findOpenings } from './rival-openings.ts'
import type { Found } from './rival-openings.ts'

/** How often a device that waits looks at the boards. */
const LOOK_EVERY_MS: number = 2 * span.SECOND_MS
/** Every so many looks it looks everywhere, and asks anew who the others are. */
const WIDE_LOOK_EVERY = 5
/** Somebody knows more than this device: he gets the time to open, or to be heard of. */
const BEHIND_MS: number = 30 * span.SECOND_MS
/** When to look again whether somebody has opened a better one at the same time. */
const LOOK_AGAIN_MS: readonly number[] = [5, 30, 120].map((seconds) => seconds * span.SECOND_MS)

/** What one device knows of a meeting. In memory alone: after a restart it begins anew, without harm. */
type Meeting = {
  rounds: number
  headPostedAt?: number
  downPostedAt?: number
  behindSince: Map<LogId, number>
  /** Chains that it cannot reach by itself. */
  passedOver: Set<LogId>
  /** Under the keys that they have now. */
  present: Map<ProviderName, Provider>
  /** Times that it looked for rivals after it had followed. */
  looked: number
  /** Ends the wait for the next look. */
  hurry: () => void
}

type Next = 'done' | { readonly waitMs: number }

/**
 * Rooms whose hub is gone, has lost its data or went wrong (R20): their members meet on the boards of their providers, follow
 * the best opening there, or make the next one (R22 to R25).
 */
export class Meetings {
  readonly #core: Core
  readonly #vigil: HubVigil
  readonly #underWay = new Map<RoomId, Meeting>()

  constructor(core: Core) {
    this.#core = core
    this.#vigil = new HubVigil(core, {
      onDown: (rooms) => rooms.forEach((room) => this.meet(room)),
      onBack: (rooms) => rooms.forEach((room) => this.meet(room)),
    })
  }

  doubt(hub: ProviderName): void {
    this.#vigil.doubt(hub)
  }

  /** Something is to be found out about a room's log; or it went on, and somebody may have missed it. */
  meet(room: RoomId): void {
    const known = this.#underWay.get(room)
    if (known !== undefined) {
      const isWaiting = known.looked > 0
      known.looked = 0
      if (isWaiting) known.hurry()
      return
    }
    this.#underWay.set(room, {
      rounds: 0,
      looked: 0,
      behindSince: new Map(),
      passedOver: new Set(),
      present: new Map(),
      hurry: () => undefined,
    })
    this.#go(room)
  }

  #go(room: RoomId): void {
    const core = this.#core
    const meeting = this.#underWay.get(room)
    if (meeting === undefined || !core.isReady || core.isClosed) {
      this.#underWay.delete(room)
      return
    }
    const round = meetOnce(core, { room, meeting, vigil: this.#vigil }).then((next) => {
      if (next === 'done') return this.#underWay.delete(room)
      return this.#wait(room, meeting, next.waitMs)
    })
    core.spawn(round, () => this.#go(room))
  }

  #wait(room: RoomId, meeting: Meeting, waitMs: number): void {
    const go = (): void => {
      meeting.hurry = () => undefined
      this.#go(room)
    }
    const cancel = this.#core.alarms.set(this.#core.ports.clock.now() + waitMs, go)
    meeting.hurry = () => {
      cancel()
      go()
    }
  }
}

type Round = { readonly room: RoomId; readonly meeting: Meeting; readonly vigil: HubVigil }
type LiveRound = Round & {
  readonly model: LiveRoom
  readonly places: Places
  readonly hub: HubAnswer
  readonly boards: Boards
}

const NO_BOARDS: Boards = { notes: [], at: new Map() }

async function meetOnce(core: Core, round: Round): Promise<Next> {
  const { room, meeting } = round
  const before = await core.rooms.get(room)?.actor.read()
  const places = before !== undefined && isLive(before) ? await placesOf(core, before) : undefined
  if (places === undefined) return 'done'
  const hub = await askHub(core, room, places.hub)
  const model = await core.rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model) || !MEETING.has(model.row.standing)) return 'done'
  if (model.group.leaves.length === 1) {
    const live = { ...round, model, places, hub, boards: NO_BOARDS }
    return hub === 'unknown' ? open(core, live, 'logUnknown') : 'done'
  }
  // Its log is not open yet: nobody can follow.
  if (model.jobs.some(({ row }) => row.job.kind === 'open') && hub !== 'unknown') return { waitMs: LOOK_EVERY_MS }
  const isWide = meeting.rounds % WIDE_LOOK_EVERY === 0 || meeting.looked > 0
  meeting.rounds += 1
  if (isWide) await greetAll(core, round, places)
  const providers = [...meeting.present.values()]
  const boards = await readBoards(core, model, { providers, reach: isWide ? 'all' : 'news' })
  const sighting = await findOpenings(core, model, { notes: boards.notes, passedOver: meeting.passedOver })
  if (boards.at.size === 0 || sighting === undefined) return { waitMs: LOOK_EVERY_MS }
  const live = { ...round, model, places, hub, boards }
  const { found } = sighting
  if (found.kind === 'follow') return follow(core, live, found)
  if (found.kind === 'behind' || found.kind === 'apart') return catchUp(core, live, found)
  return decide(core, live, found)
}

const MEETING: ReadonlySet<string> = new Set(['creating', 'joined', 'request'])

async function greetAll(core: Core, { meeting }: Round, { boards }: Places): Promise<void> {
  const greetings = await Promise.all(boards.map((provider) => greetAnew(core, provider)))
  meeting.present = new Map(greetings.flatMap((one) => (one === undefined ? [] : [[one.provider.name, one.provider]])))
}

async function follow(
  core: Core,
  { room, model }: LiveRound,
  found: Extract<Found, { kind: 'follow' }>,
): Promise<Next> {
  const { actor, outbox } = core.roomAt(room)
  const hubLife = (await greetAnew(core, found.last.hub))?.incarnation
  const log = await actor.run(async (step) => {
    const live = step.model
    const isSame = isLive(live) && live.row.head?.log === model.row.head?.log && live.group.door === model.group.door
    return isSame ? followOpening(step, live, { ...found, hubLife, isOwn: false }) : undefined
  })
  if (log !== undefined) core.roomOfLog.set(log, room)
  await pullRoom(core, actor)
  void outbox.flush()
  return { waitMs: LOOK_EVERY_MS }
}

/**
 * What the others went on from cannot be had, or they went on without it: they are asked to let this device in (R26). Until
 * they do it stays where it is.
 */
async function catchUp(
  core: Core,
  { room, meeting }: LiveRound,
  { tip, kind }: Extract<Found, { kind: 'behind' | 'apart' }>,
): Promise<Next> {
  const now = core.ports.clock.now()
  const since = meeting.behindSince.get(tip) ?? now
  meeting.behindSince.set(tip, since)
  if (kind === 'behind' && now < since + BEHIND_MS) return { waitMs: LOOK_EVERY_MS }
  meeting.passedOver.add(tip)
  await core.roomAt(room).actor.run(async (step) => {
    step.patchRow({ apartFrom: tip })
    step.emit({ kind: 'roomStuck', room })
  })
  return { waitMs: LOOK_EVERY_MS }
}

async function decide(core: Core, live: LiveRound, found: Found): Promise<Next> {
  const { meeting, model, boards } = live
  const now = core.ports.clock.now()
  await sayDown(core, live)
  const decision = await decideOpening(core, live, found)
  if (decision.kind === 'stay') return live.hub === 'silent' ? { waitMs: LOOK_EVERY_MS } : settle(core, live)
  if (decision.kind === 'wait') return { waitMs: Math.min(LOOK_EVERY_MS, Math.max(1, decision.until - now)) }
  if (decision.kind === 'follow') return { waitMs: LOOK_EVERY_MS }
  if (decision.kind === 'postHead') {
    const { head } = model.row
    if (head === undefined) return 'done'
    const said = { kind: 'head', head, epoch: model.group.epoch } as const
    const taken = await writeBoards(core, { model, providers: [...meeting.present.values()] }, said)
    if (taken.length > 0) meeting.headPostedAt = now
    return { waitMs: LOOK_EVERY_MS }
  }
  // Whoever has judged more opens on more; only if he does not, this device does.
  const since = meeting.headPostedAt ?? now
  if (boards.notes.some((note) => isAhead(model, note)) && now < since + BEHIND_MS) return { waitMs: LOOK_EVERY_MS }
  return open(core, live, decision.reason)
}

/** Said once, so that of two who see it the first need not wait as if he were alone (R20 a). */
async function sayDown(core: Core, { meeting, model, hub, vigil, places }: LiveRound): Promise<void> {
  const failing = hub === 'silent' ? vigil.failing(places.hub.name) : undefined
  const log = model.row.head?.log
  if (failing === undefined || log === undefined || meeting.downPostedAt === failing.since) return
  const said = { kind: 'hubDown', log, since: failing.since } as const
  const taken = await writeBoards(core, { model, providers: [...meeting.present.values()] }, said)
  if (taken.length > 0) meeting.downPostedAt = failing.since
}

function isAhead({ row, group }: LiveRoom, { said }: Note): boolean {
  if (said.kind !== 'head' || said.head.log !== row.head?.log) return false
  return said.epoch > group.epoch || (said.epoch === group.epoch && said.head.seq > row.head.seq)
}

async function decideOpening(core: Core, live: LiveRound, found: Found): Promise<OpenDecision> {
  const { meeting, model, hub, places, vigil, boards } = live
  const log = model.row.head?.log
  if (log === undefined) return { kind: 'stay' }
  const devices = model.group.leaves.map(({ credential }) => credential.device)
  const { headPostedAt } = meeting
  const failing = hub === 'silent' ? vigil.failing(places.hub.name) : undefined
  const place = placesToOpen(live).findIndex((one) => isOwnPlace(core, one))
  const { twoStories } = model.row
  return mayOpen(
    {
      ...(failing === undefined ? {} : { failing }),
      othersAnswer: [...boards.at.keys()].some((name) => name !== places.hub.name),
      othersSayDown: boards.notes.some((note) => saysDown(core, note, log)),
      logUnknown: hub === 'unknown',
      headBelowReceipt: hub === 'below',
      equivocated: twoStories?.proof?.one.body.log === log,
      tombstone: false,
      undercut: found.kind === 'rival',
      accounts: accountsIn(model).length,
      betterKnown: false,
      // Whoever could open at the best place only goes before those who could at the next.
      rank: rankAmong(core.crypto, { log, device: core.self.row.device }, devices) + PLACE_RANKS * Math.max(0, place),
      openedToday: await openedToday(core, model),
      ...(headPostedAt === undefined ? {} : { headPostedAt }),
    },
    core.ports.clock.now(),
  )
}

/** Behind somebody at a better place by so many of those at one place. */
const PLACE_RANKS = 3

function saysDown(core: Core, { account, said }: Note, log: LogId): boolean {
  return said.kind === 'hubDown' && said.log === log && account !== core.self.account.id
}

async function openedToday(core: Core, { frame }: LiveRoom): Promise<number> {
  const openings = await Promise.all(frame.openings.map((signed) => verifyOpening(core.crypto, signed)))
  const since = core.sharedNow() - span.DAY_MS
  const own = core.self.account.id
  return openings.filter((one) => one?.opener.account === own && one.term > 1 && one.openedAt > since).length
}

/** The hub that is left comes first if it answers, and last if it is what one flees from. */
function placesToOpen({ places, hub: answer }: LiveRound, reason?: OpenReason): readonly Provider[] {
  const { hub, order } = places
  const others = order.filter(({ name }) => name !== hub.name)
  if (answer === 'silent') return others
  return reason === 'hubFalse' || reason === 'tombstone' ? [...others, hub] : [hub, ...others]
}

async function open(core: Core, live: LiveRound, reason: OpenReason): Promise<Next> {
  const { room, model } = live
  const { actor, outbox } = core.roomAt(room)
  if (model.row.standing === 'request') return 'done'
  for (const place of placesToOpen(live, reason)) {
    const greeting = isOwnPlace(core, place) ? await greetAnew(core, place) : undefined
    if (greeting === undefined) continue
    const log = await actor.run(async (step) => {
      const present = step.model
      if (!isLive(present) || present.row.head?.log !== model.row.head?.log) return undefined
      const term = present.frame.openings.length + 1
      const at = { hub: greeting.provider, hubLife: greeting.incarnation, term, openedAt: core.sharedNow() }
      return openNext(step, present, at)
    })
    if (log !== undefined) core.roomOfLog.set(log, room)
    void outbox.flush()
    return { waitMs: FIRST_LOOK_MS }
  }
  return { waitMs: LOOK_EVERY_MS }
}

const FIRST_LOOK_MS: number = span.SECOND_MS / 2

/** It has gone on. Whoever comes back later finds where (R21), and an opening made at the same time is seen. */
async function settle(core: Core, { meeting, model, boards }: LiveRound): Promise<Next> {
  const { openings } = model.frame
  const untold = [...meeting.present.values()].filter(({ name }) => !isTold(model, boards.at.get(name) ?? []))
  if (untold.length > 0 && openings.length > 1) {
    const said = {
      kind: 'opening',
      openings: openings.slice(-NOTED_MAX),
      endorsements: [],
      door: model.group.door,
    } as const
    const taken = await writeBoards(core, { model, providers: untold }, said)
    if (taken.length === 0) return { waitMs: LOOK_EVERY_MS }
  }
  const waitMs = LOOK_AGAIN_MS[meeting.looked]
  meeting.looked += 1
  return waitMs === undefined ? 'done' : { waitMs }
}

/** As many of the newest openings as go into a note. */
const NOTED_MAX = 8

function isTold({ frame }: LiveRoom, notes: readonly Note[]): boolean {
  const ours = frame.openings.at(-1)
  return notes.some(({ said }) => {
    const theirs = said.kind === 'opening' ? said.openings.at(-1) : undefined
    return ours !== undefined && theirs !== undefined && isSameOpening(ours, theirs)
  })
}
