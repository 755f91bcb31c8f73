import { isSameOpening, mayOpen, rankAmong, span } from '@rushlight/protocol'
import type { HelloResult, Note, OpenDecision, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { becomeStuck } from '../room/change-standing.ts'
import { pullRoom } from '../room/pull-log.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { readBoard, writeBoard } from './board.ts'
import { followOpening } from './follow-opening.ts'
import { openNext } from './open-next.ts'
import { accountsIn, findOpenings } from './rival-openings.ts'
import type { Found } from './rival-openings.ts'

/** How often a device that waits looks at the board. */
const LOOK_EVERY_MS: number = 2 * span.SECOND_MS
/** Somebody knows more than this device: he gets the time to open, or to be heard of. */
const BEHIND_MS: number = 30 * span.SECOND_MS
/** When to look again whether somebody has opened a better one at the same time. */
const LOOK_AGAIN_MS: readonly number[] = [5, 30, 120].map((seconds) => seconds * span.SECOND_MS)

/** What one device knows of a meeting. In memory alone: after a restart it begins anew, without harm. */
type Meeting = {
  headPostedAt?: number
  behindSince?: number
  /** Times that it looked for rivals after it had followed. */
  looked: number
}

type Next = 'done' | { readonly waitMs: number }

/**
 * Rooms whose hub does not know their log any more, since it has lost its data (R20 b): their members meet on its board,
 * follow the best opening there, or make the next one (R22 to R25).
 */
export class Meetings {
  readonly #core: Core
  readonly #underWay = new Map<RoomId, Meeting>()

  constructor(core: Core) {
    this.#core = core
  }

  /** The provider does not know the room's log; or it went on, and somebody may have missed it. */
  meet(room: RoomId): void {
    if (this.#underWay.has(room)) return
    this.#underWay.set(room, { looked: 0 })
    this.#go(room)
  }

  #go(room: RoomId): void {
    const core = this.#core
    const meeting = this.#underWay.get(room)
    const { greeting } = core.link
    if (meeting === undefined || !core.isReady || greeting === undefined || core.isClosed) {
      this.#underWay.delete(room)
      return
    }
    const round = meetOnce(core, { room, meeting, greeting }).then((next) => {
      if (next === 'done') return this.#underWay.delete(room)
      return core.alarms.set(core.ports.clock.now() + next.waitMs, () => this.#go(room))
    })
    core.spawn(round, () => this.#go(room))
  }
}

type Round = { readonly room: RoomId; readonly meeting: Meeting; readonly greeting: HelloResult }
type LiveRound = Round & { readonly model: LiveRoom; readonly notes: readonly Note[] }

async function meetOnce(core: Core, round: Round): Promise<Next> {
  const { room, greeting } = round
  const model = await core.rooms.get(room)?.actor.read()
  if (model === undefined || !isLive(model) || !MEETING.has(model.row.standing)) return 'done'
  const isLost = model.row.hubLife !== greeting.incarnation
  if (model.group.leaves.length === 1) return isLost ? open(core, { ...round, model, notes: [] }) : 'done'
  // Its log is not open yet: nobody can follow.
  if (model.jobs.some(({ row }) => row.job.kind === 'open') && !isLost) return { waitMs: LOOK_EVERY_MS }
  const notes = await readBoard(core, model, greeting.provider.key)
  if (notes === undefined) return { waitMs: LOOK_EVERY_MS }
  const found = await findOpenings(core.crypto, { model, provider: greeting.provider }, notes)
  const live = { ...round, model, notes }
  if (found.kind === 'follow') return follow(core, live, found)
  if (found.kind === 'apart') return standApart(core, live)
  return isLost ? decide(core, live, found) : settle(core, live)
}

const MEETING: ReadonlySet<string> = new Set(['creating', 'joined', 'request'])

async function follow(
  core: Core,
  { room, model }: LiveRound,
  found: Extract<Found, { kind: 'follow' }>,
): Promise<Next> {
  const { actor, outbox } = core.roomAt(room)
  const log = await actor.run(async (step) => {
    const live = step.model
    const isSame = isLive(live) && live.row.head?.log === model.row.head?.log && live.group.door === model.group.door
    return isSame ? followOpening(step, live, { ...found, isOwn: false }) : undefined
  })
  if (log !== undefined) core.roomOfLog.set(log, room)
  await pullRoom(core, actor)
  void outbox.flush()
  return { waitMs: LOOK_EVERY_MS }
}

/** What the others went on from cannot be had from anybody but them: they are asked to let this device in again (R26). */
async function standApart(core: Core, { room, meeting }: LiveRound): Promise<Next> {
  const now = core.ports.clock.now()
  meeting.behindSince ??= now
  if (now < meeting.behindSince + BEHIND_MS) return { waitMs: LOOK_EVERY_MS }
  await core.roomAt(room).actor.run((step) => Promise.resolve(becomeStuck(step)))
  return 'done'
}

async function decide(core: Core, live: LiveRound, found: Found): Promise<Next> {
  const { meeting, model, notes, greeting } = live
  const now = core.ports.clock.now()
  const decision = decideOpening(core, live, found)
  if (decision.kind === 'postHead') {
    const { head } = model.row
    if (head === undefined) return 'done'
    const said = { kind: 'head', head, epoch: model.group.epoch } as const
    const isTaken = await writeBoard(core, { model, provider: greeting.provider.key }, said)
    if (isTaken) meeting.headPostedAt = now
    return { waitMs: LOOK_EVERY_MS }
  }
  if (decision.kind === 'wait') return { waitMs: Math.min(LOOK_EVERY_MS, Math.max(1, decision.until - now)) }
  if (decision.kind !== 'open') return 'done'
  // Whoever has judged more opens on more; only if he does not, this device does.
  const since = meeting.headPostedAt ?? now
  if (notes.some((note) => isAhead(model, note)) && now < since + BEHIND_MS) return { waitMs: LOOK_EVERY_MS }
  return open(core, live)
}

function isAhead({ row, group }: LiveRoom, { said }: Note): boolean {
  if (said.kind !== 'head' || said.head.log !== row.head?.log) return false
  return said.epoch > group.epoch || (said.epoch === group.epoch && said.head.seq > row.head.seq)
}

function decideOpening(core: Core, { meeting, model }: LiveRound, found: Found): OpenDecision {
  const log = model.row.head?.log
  if (log === undefined) return { kind: 'stay' }
  const devices = model.group.leaves.map(({ credential }) => credential.device)
  const { headPostedAt } = meeting
  return mayOpen(
    {
      othersAnswer: true,
      othersSayDown: false,
      logUnknown: true,
      headBelowReceipt: false,
      equivocated: false,
      tombstone: false,
      undercut: found.kind === 'rival',
      accounts: accountsIn(model).length,
      betterKnown: false,
      rank: rankAmong(core.crypto, { log, device: core.self.row.device }, devices),
      // The hub counts them for each account, and refuses more (R34).
      openedToday: 0,
      ...(headPostedAt === undefined ? {} : { headPostedAt }),
    },
    core.ports.clock.now(),
  )
}

async function open(core: Core, { room, model, greeting }: LiveRound): Promise<Next> {
  const { actor, outbox } = core.roomAt(room)
  if (model.row.standing === 'request') return 'done'
  const log = await actor.run(async (step) => {
    const live = step.model
    if (!isLive(live) || live.row.head?.log !== model.row.head?.log) return undefined
    const term = live.frame.openings.length + 1
    return openNext(step, live, { hub: greeting.provider, term, openedAt: core.sharedNow() })
  })
  if (log !== undefined) core.roomOfLog.set(log, room)
  void outbox.flush()
  return { waitMs: FIRST_LOOK_MS }
}

const FIRST_LOOK_MS: number = span.SECOND_MS / 2

/** It has gone on. Whoever comes back later finds where (R21), and an opening made at the same time is seen. */
async function settle(core: Core, { meeting, model, notes, greeting }: LiveRound): Promise<Next> {
  const { openings } = model.frame
  const isTold = notes.some(({ said }) => said.kind === 'opening' && said.openings.length > 0 && isNewest(model, said))
  if (!isTold && openings.length > 1) {
    const said = {
      kind: 'opening',
      openings: openings.slice(-NOTED_MAX),
      endorsements: [],
      door: model.group.door,
    } as const
    if (!(await writeBoard(core, { model, provider: greeting.provider.key }, said))) return { waitMs: LOOK_EVERY_MS }
  }
  const waitMs = LOOK_AGAIN_MS[meeting.looked]
  meeting.looked += 1
  return waitMs === undefined ? 'done' : { waitMs }
}

/** As many of the newest openings as go into a note. */
const NOTED_MAX = 8

function isNewest({ frame }: LiveRoom, { openings }: { readonly openings: LiveRoom['frame']['openings'] }): boolean {
  const [ours, theirs] = [frame.openings.at(-1), openings.at(-1)]
  return ours !== undefined && theirs !== undefined && isSameOpening(ours, theirs)
}
