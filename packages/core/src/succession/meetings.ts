import type { LogId, Note, OpenReason, RoomId } from '@rushlight/protocol'
import { compareChains, mayAddHead, OPEN_ALONE_SMALL_MS, OPENINGS_PER_DAY_MAX, roomId, span } from '@rushlight/protocol'
import type { ProviderName } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { createMailbox } from '../engine/mailbox.ts'
import { baseTable } from '../room/base-row.ts'
import { pullRoom } from '../room/pull-log.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { askHub } from './ask-hub.ts'
import type { HubAnswer } from './ask-hub.ts'
import { readBoards, writeBoards } from './board.ts'
import { decideOpening, placesToOpen, sayDown, openedToday } from './decide-opening.ts'
import { followOpening } from './follow-opening.ts'
import { HubVigil } from './hub-vigil.ts'
import { LOOK_EVERY_MS, NO_BOARDS } from './live-round.ts'
import type { LiveRound, Meeting, Next, Round } from './live-round.ts'
import { openNext } from './open-next.ts'
import { greetAnew, isOwnPlace, placesOf } from './places.ts'
import type { Places } from './places.ts'
import { leftOver, pullFromPrefix } from './prefix.ts'
import type { LeftOver } from './prefix.ts'
import { readTombstone } from './read-tombstone.ts'
import { findOpenings } from './rival-openings.ts'
import type { Found } from './rival-openings.ts'
import { readSuccessors } from './successors-at-hub.ts'
import { settle, speakWaiting } from './tell-chain.ts'
import { loadEveryRow } from '../vault/table.ts'

/** Every so many looks it looks everywhere, and asks anew who the others are. */
const WIDE_LOOK_EVERY = 5
/** A provider that makes up logs does not keep its people busy. */
const NEWEST_MET_EVERY_MS: number = 30 * span.SECOND_MS
const NEWEST_MAX = 8
const LANES = 8
/** Somebody knows more than this device: he gets the time to open, or to be heard of. */
const BEHIND_MS: number = 30 * span.SECOND_MS

/**
 * Rooms whose hub is gone, has lost its data or went wrong (R20): their members meet on the boards of their providers, follow
 * the best opening there, or make the next one (R22 to R25).
 */
export class Meetings {
  readonly #core: Core
  readonly #vigil: HubVigil
  /** Rooms look one after another in each: of hundreds that lost their hub at once not all ask in the same moment. */
  readonly #lanes = Array.from({ length: LANES }, () => createMailbox())
  #rounds = 0
  #newestMetAt = 0
  readonly #underWay = new Map<RoomId, Meeting>()
  /** What they were to find out has to be found out once this device reaches somebody again: the room may have gone on meanwhile. */
  readonly #interrupted = new Set<RoomId>()

  constructor(core: Core) {
    this.#core = core
    this.#vigil = new HubVigil(core, {
      onDown: (rooms) => rooms.forEach((room) => this.meet(room)),
      onBack: (rooms) => rooms.forEach((room) => this.meet(room)),
    })
    core.subscribe(({ kind }) => {
      if (kind === 'connectionChanged' && core.isReady) this.#resume()
    })
  }

  /** Which room it is is not known: it is one of those in which something happened lately, or it waits. */
  async meetNewest(): Promise<void> {
    const now = this.#core.ports.clock.now()
    if (now < this.#newestMetAt + NEWEST_MET_EVERY_MS) return
    this.#newestMetAt = now
    const models = await Promise.all([...this.#core.rooms.values()].map(({ actor }) => actor.read()))
    const live = models.filter((model) => model?.group !== undefined)
    const newest = live.toSorted((a, b) => (b?.row.activeAt ?? 0) - (a?.row.activeAt ?? 0)).slice(0, NEWEST_MAX)
    for (const model of newest) if (model !== undefined) this.meet(model.id)
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
      best: undefined,
      asked: undefined,
      leftOver: undefined,
      isShown: false,
      tombstone: undefined,
      hurry: () => undefined,
    })
    this.#go(room)
  }

  #go(room: RoomId): void {
    const core = this.#core
    const meeting = this.#underWay.get(room)
    if (meeting === undefined || core.isClosed) return
    if (!core.isReady) {
      this.#underWay.delete(room)
      this.#interrupted.add(room)
      return
    }
    this.#rounds += 1
    const lane = this.#lanes[this.#rounds % LANES] ?? createMailbox()
    const met = lane.run(() => meetOnce(core, { room, meeting, vigil: this.#vigil }))
    const round = met.then((next) => {
      if (next === 'done') return this.#underWay.delete(room)
      return this.#wait(room, meeting, next.waitMs)
    })
    core.spawn(round, () => this.#go(room))
  }

  #resume(): void {
    const rooms = [...this.#interrupted]
    this.#interrupted.clear()
    for (const room of rooms) this.meet(room)
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

async function meetOnce(core: Core, round: Round): Promise<Next> {
  const { room, meeting } = round
  const before = await core.rooms.get(room)?.actor.read()
  const places = before !== undefined && isLive(before) ? await placesOf(core, before) : undefined
  if (places === undefined) return 'done'
  const hub = await askHub(core, room, places.hub)
  noteWithheld(meeting, hub, core.ports.clock.now())
  const model = await core.rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model) || !MEETING.has(model.row.standing)) return 'done'
  // Whoever was put out may have gone on elsewhere himself (R23): that is looked for all the same.
  if (model.group.leaves.length === 1 && (hub !== 'known' || !(await hadOthers(core, model)))) {
    const live = { ...round, model, places, hub, boards: NO_BOARDS, sighting: undefined }
    return goOnAlone(core, live)
  }
  // Its log is not open yet: nobody can follow.
  if (model.jobs.some(({ row }) => row.job.kind === 'open') && hub !== 'unknown') return { waitMs: LOOK_EVERY_MS }
  const isWide = meeting.rounds % WIDE_LOOK_EVERY === 0 || meeting.looked > 0
  meeting.rounds += 1
  if (isWide) await greetAll(core, round, places)
  const shown = isWide && hub === 'known' ? await readSuccessors(core, model, places.hub) : []
  const providers = [...meeting.present.values()]
  const boards = await readBoards(core, model, { providers, reach: isWide ? 'all' : 'news' })
  const sighting = await findOpenings(core, model, {
    notes: [...boards.notes, ...shown],
    passedOver: meeting.passedOver,
  })
  if (boards.at.size === 0 || sighting === undefined) return { waitMs: LOOK_EVERY_MS }
  const live = { ...round, model, places, hub, boards, sighting }
  const { found } = sighting
  if (found.kind === 'follow') return follow(core, live, found)
  if (found.kind === 'behind' || found.kind === 'apart') return catchUp(core, live, found)
  return decide(core, live, found)
}

function noteWithheld(meeting: Meeting, hub: HubAnswer, now: number): void {
  if (hub === 'withheld') meeting.withheldSince ??= now
  else delete meeting.withheldSince
}

/** Nobody else is in the room, so nobody is waited for. */
async function goOnAlone(core: Core, live: LiveRound): Promise<Next> {
  const { hub, places, vigil, model } = live
  if ((await openedToday(core, model)) >= OPENINGS_PER_DAY_MAX) return 'done'
  if (hub === 'unknown') return open(core, live, 'logUnknown')
  const failing = hub === 'silent' ? vigil.failing(places.hub.name) : undefined
  if (failing === undefined) return 'done'
  const isLong = failing.since + OPEN_ALONE_SMALL_MS <= core.ports.clock.now()
  return isLong ? open(core, live, 'hubDown') : { waitMs: LOOK_EVERY_MS }
}

/** Another device was in the room, in an epoch on which an opening may stand. */
async function hadOthers(core: Core, { id }: LiveRoom): Promise<boolean> {
  const bases = await loadEveryRow(core.store, baseTable, roomId.toBytes(id))
  return bases.some(({ value: { leaves } }) => leaves.some(({ device }) => device !== core.self.row.device))
}

const MEETING: ReadonlySet<string> = new Set(['creating', 'joined', 'request'])

async function greetAll(core: Core, { meeting }: Round, { boards, hub }: Places): Promise<void> {
  const greetings = await Promise.all(boards.map((provider) => greetAnew(core, provider)))
  const hubSays = greetings.find((one) => one?.provider.name === hub.name)
  meeting.tombstone = hubSays === undefined ? meeting.tombstone : await readTombstone(core, hub, hubSays)
  meeting.present = new Map(greetings.flatMap((one) => (one === undefined ? [] : [[one.provider.name, one.provider]])))
}

async function follow(core: Core, round: LiveRound, found: Extract<Found, { kind: 'follow' }>): Promise<Next> {
  const { room, model } = round
  const { actor, outbox } = core.roomAt(room)
  // What the hub took at the end, and this device has not seen, may have an author who never comes back.
  if (await pullFromPrefix(core, room, found.fork)) return { waitMs: 1 }
  const left = await leftOver(core, model)
  const hubLife = (await greetAnew(core, found.last.hub))?.incarnation
  const log = await actor.run(async (step) => {
    const live = step.model
    const isSame = isLive(live) && live.row.head?.log === model.row.head?.log && live.group.door === model.group.door
    return isSame ? followOpening(step, live, { ...found, hubLife, isOwn: false }) : undefined
  })
  if (log !== undefined) noteMove(core, round, { log, left })
  await pullRoom(core, actor)
  void outbox.flush()
  return { waitMs: LOOK_EVERY_MS }
}

/** The room has another log now; what was known of the hub that it left, and of what was to be done there, is over. */
function noteMove(
  core: Core,
  { room, meeting }: Round,
  { log, left }: { readonly log: LogId; readonly left: LeftOver },
): void {
  core.roomOfLog.set(log, room)
  meeting.leftOver = left
  meeting.isShown = false
  meeting.tombstone = undefined
}

/**
 * What the others went on from cannot be had, or they went on without it: they are asked to let this device in (R26). Until
 * they do it stays where it is.
 */
async function catchUp(
  core: Core,
  live: LiveRound,
  found: Extract<Found, { kind: 'behind' | 'apart' }>,
): Promise<Next> {
  const now = core.ports.clock.now()
  const { room, meeting } = live
  const { tip } = found
  const since = meeting.behindSince.get(tip) ?? now
  meeting.behindSince.set(tip, since)
  if (found.kind === 'behind') {
    if (await pullFromPrefix(core, room, found.fork)) return { waitMs: 1 }
    if (now < since + BEHIND_MS) return { waitMs: LOOK_EVERY_MS }
  }
  if (isAnswerDue(live, tip, now)) return { waitMs: ASKED_LOOK_MS }
  meeting.asked = { tip, at: now }
  meeting.passedOver.add(tip)
  await core.roomAt(room).actor.run(async (step) => {
    step.patchRow({ apartFrom: tip })
    step.emit({ kind: 'roomStuck', room })
  })
  return { waitMs: LOOK_EVERY_MS }
}

/** Those who follow a better chain were asked just now: the next is asked for only if none of them has answered. */
function isAnswerDue({ meeting: { asked }, sighting }: LiveRound, tip: LogId, now: number): boolean {
  if (asked === undefined || asked.tip === tip || sighting === undefined || now >= asked.at + ANSWERED_MS) return false
  return compareChains(sighting.chains.openings, asked.tip, tip) > 0
}

const ANSWERED_MS: number = 3 * span.MINUTE_MS
const ASKED_LOOK_MS: number = 10 * span.SECOND_MS

async function decide(core: Core, live: LiveRound, found: Found): Promise<Next> {
  const { meeting, model, boards } = live
  const now = core.ports.clock.now()
  if (found.kind === 'wait') return speakWaiting(core, live, found)
  await sayDown(core, live)
  const decision = await decideOpening(core, live, found)
  if (decision.kind === 'stay') return live.hub === 'silent' ? { waitMs: LOOK_EVERY_MS } : settle(core, live)
  if (decision.kind === 'wait') return { waitMs: Math.min(LOOK_EVERY_MS, Math.max(1, decision.until - now)) }
  if (decision.kind === 'follow') return { waitMs: LOOK_EVERY_MS }
  if (decision.kind === 'postHead') {
    if (await postHead(core, live)) meeting.headPostedAt = now
    return { waitMs: LOOK_EVERY_MS }
  }
  // Whoever has judged more opens on more; only if he does not, this device does.
  const since = meeting.headPostedAt ?? now
  if (boards.notes.some((note) => isAhead(model, note)) && now < since + BEHIND_MS) return { waitMs: LOOK_EVERY_MS }
  return open(core, live, decision.reason)
}

/** Nobody adds one that lies there already, and at some time there are enough of them (R21). */
async function postHead(core: Core, { model, meeting, boards }: LiveRound): Promise<boolean> {
  const { head } = model.row
  const lying = boards.notes.flatMap(({ said }) => (said.kind === 'head' ? [said.head] : []))
  if (head === undefined || !mayAddHead(lying, head)) return head !== undefined
  const said = { kind: 'head', head, epoch: model.group.epoch } as const
  return (await writeBoards(core, { model, providers: [...meeting.present.values()] }, said)).length > 0
}

function isAhead({ row, group }: LiveRoom, { said }: Note): boolean {
  if (said.kind !== 'head' || said.head.log !== row.head?.log) return false
  return said.epoch > group.epoch || (said.epoch === group.epoch && said.head.seq > row.head.seq)
}

async function open(core: Core, live: LiveRound, reason: OpenReason): Promise<Next> {
  const { room, model } = live
  const { actor, outbox } = core.roomAt(room)
  if (model.row.standing === 'request') return 'done'
  const left = await leftOver(core, model)
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
    if (log !== undefined) noteMove(core, live, { log, left })
    void outbox.flush()
    return { waitMs: FIRST_LOOK_MS }
  }
  return { waitMs: LOOK_EVERY_MS }
}

const FIRST_LOOK_MS: number = span.SECOND_MS / 2
