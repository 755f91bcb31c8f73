import { mayOpen, rankAmong, span } from '@rushlight/protocol'
import type { LogId, Note, OpenDecision, OpenReason, Provider, Tombstone } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { writeBoards } from './board.ts'
import type { LiveRound } from './live-round.ts'
import { openOne } from './opened.ts'
import { isOwnPlace } from './places.ts'
import { accountsIn } from './rival-openings.ts'
import type { Found } from './rival-openings.ts'

/** R20, by what this device has seen. */
export async function decideOpening(core: Core, live: LiveRound, found: Found): Promise<OpenDecision> {
  const { meeting, model, hub, places, vigil, boards } = live
  const log = model.row.head?.log
  if (log === undefined) return { kind: 'stay' }
  const devices = model.group.leaves.map(({ credential }) => credential.device)
  const { headPostedAt, withheldSince } = meeting
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
      ...(withheldSince === undefined ? {} : { withheldSince }),
      // Whoever has no account elsewhere waits for those who have.
      tombstone:
        meeting.tombstone !== undefined && placesToOpen(live, 'tombstone').some((one) => isOwnPlace(core, one)),
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

export async function openedToday(core: Core, { frame }: LiveRoom): Promise<number> {
  const openings = await Promise.all(frame.openings.map((signed) => openOne(core.crypto, signed)))
  const since = core.sharedNow() - span.DAY_MS
  const own = core.self.account.id
  return openings.filter((one) => one?.opener.account === own && one.term > 1 && one.openedAt > since).length
}

/** The hub that is left comes first if it answers, and last if it is what one flees from. */
export function placesToOpen({ places, meeting, hub: answer }: LiveRound, reason?: OpenReason): readonly Provider[] {
  const { hub, order } = places
  const others = order.filter(({ name }) => name !== hub.name)
  if (answer === 'silent') return others
  if (reason === 'tombstone') return [...placesNamed(meeting.tombstone, hub), ...others]
  return reason === 'hubFalse' ? [...others, hub] : [hub, ...others]
}

/** Said once, so that of two who see it the first need not wait as if he were alone (R20 a). */
export async function sayDown(core: Core, { meeting, model, hub, vigil, places }: LiveRound): Promise<void> {
  const failing = hub === 'silent' ? vigil.failing(places.hub.name) : undefined
  const log = model.row.head?.log
  if (failing === undefined || log === undefined || meeting.downPostedAt === failing.since) return
  const said = { kind: 'hubDown', log, since: failing.since } as const
  const taken = await writeBoards(core, { model, providers: [...meeting.present.values()] }, said)
  if (taken.length > 0) meeting.downPostedAt = failing.since
}

/** Where a provider says that it goes on, and is not the one that ends: under another name, or here under another key. */
function placesNamed(tombstone: Tombstone | undefined, hub: Provider): readonly Provider[] {
  const { successor, kind } = tombstone ?? {}
  if (kind === 'newKey') return [hub]
  return successor === undefined ? [] : [successor]
}
