import { isSameOpening, rankAmong, signNote, span, verifyOpening } from '@rushlight/protocol'
import type { Endorsement, LogId, Note, SignedOpening } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import { noteOf, writeBoards } from './board.ts'
import { endorse, keepEndorsements, tellDoubleVoters } from './endorse.ts'
import { LOOK_EVERY_MS } from './live-round.ts'
import type { LiveRound, Next } from './live-round.ts'
import { putLeftOver } from './prefix.ts'
import type { Found } from './rival-openings.ts'
import { showSuccessor } from './successors-at-hub.ts'

/** When to look again whether somebody has opened a better one at the same time. */
const LOOK_AGAIN_MS: readonly number[] = [5, 30, 120].map((seconds) => seconds * span.SECOND_MS)

/** It has gone on. Whoever comes back later finds where (R21), and an opening made at the same time is seen. */
export async function settle(core: Core, live: LiveRound): Promise<Next> {
  const { meeting, model } = live
  const tip = model.row.head?.log
  await leaveBehind(core, live)
  const chain = model.frame.openings
  const again = tip === undefined ? undefined : await speak(core, live, { tip, chain })
  if (again === 'soon') return { waitMs: LOOK_EVERY_MS }
  const waitMs = LOOK_AGAIN_MS[meeting.looked]
  meeting.looked += 1
  if (waitMs === undefined) return 'done'
  return { waitMs: Math.min(waitMs, again ?? waitMs) }
}

/** What those who missed the end need is put beside the new log, and the hub that was left is shown where it is. */
async function leaveBehind(core: Core, { meeting, model }: LiveRound): Promise<void> {
  const { leftOver } = meeting
  meeting.leftOver = undefined
  if (leftOver !== undefined && leftOver.items.length > 0 && (await isBringer(core, model)))
    await putLeftOver(core, model, leftOver)
  if (meeting.isShown || model.frame.openings.length < 2) return
  const chain = { openings: model.frame.openings.slice(-OPENINGS_NOTED_MAX), endorsements: [], door: model.group.door }
  const note = noteOf(core, model, { kind: 'opening', ...chain })
  const signed = await signNote(core.crypto, core.self.row.deviceKey, note)
  meeting.isShown = (await showSuccessor(core, model, signed)) !== undefined
}

/** Whoever opened, and the first of the others: should he be gone, or have less. */
async function isBringer(core: Core, { frame, group, row }: LiveRoom): Promise<boolean> {
  const newest = frame.openings.at(-1)
  const opening = newest === undefined ? undefined : await verifyOpening(core.crypto, newest)
  const { device } = core.self.row
  if (row.head === undefined) return false
  const devices = group.leaves.map(({ credential }) => credential.device)
  const others = devices.filter((one) => one !== opening?.opener.device)
  return opening?.opener.device === device || rankAmong(core.crypto, { log: row.head.log, device }, others) === 0
}

/** Under policy safety a device speaks for the best chain, and follows it once enough have spoken (R33). */
export async function speakWaiting(
  core: Core,
  live: LiveRound,
  { openings: chain, tip }: Extract<Found, { kind: 'wait' }>,
): Promise<Next> {
  await speak(core, live, { tip, chain })
  return { waitMs: LOOK_EVERY_MS }
}

type Told = { readonly tip: LogId; readonly chain: readonly SignedOpening[] }

/**
 * Sees to it that a note of that chain lies on every board, with this device's word for it as soon as it may be given. Answers
 * in how many ms that is, or that a board did not take it.
 */
async function speak(core: Core, live: LiveRound, { tip, chain }: Told): Promise<number | 'soon' | undefined> {
  const { meeting, boards, sighting, model: before } = live
  if (chain.length < 2 || sighting === undefined) return undefined
  const now = core.ports.clock.now()
  await tellDoubleVoters(core, before, sighting.chains)
  await keepEndorsements(core, before, sighting.chains)
  const isBest = sighting.isBest || before.row.head?.log !== tip
  if (!isBest || meeting.best?.tip !== tip) meeting.best = isBest ? { tip, since: now } : undefined
  const { best } = meeting
  const until =
    best === undefined
      ? undefined
      : await endorse(core, before, { chains: sighting.chains, tip, bestSince: best.since })
  const model = await core.rooms.get(before.id)?.actor.read()
  if (model === undefined || !isLive(model)) return undefined
  const { endorsements = [] } = model.frame
  const told = { chain, own: endorsements.find((said) => said.log === tip && said.device === core.self.row.device) }
  const untold = [...meeting.present.values()].filter(({ name }) => !isTold(told, boards.at.get(name) ?? []))
  const said = {
    kind: 'opening',
    openings: chain.slice(-OPENINGS_NOTED_MAX),
    endorsements: endorsements.slice(-ENDORSEMENTS_NOTED_MAX),
    door: model.group.door,
  } as const
  const taken = untold.length === 0 ? [] : await writeBoards(core, { model, providers: untold }, said)
  if (untold.length > 0 && taken.length === 0) return 'soon'
  return until === undefined ? undefined : Math.max(1, until - now)
}

/** As many of the newest as go into a note together. */
const OPENINGS_NOTED_MAX = 6
const ENDORSEMENTS_NOTED_MAX = 16

type Saying = { readonly chain: readonly SignedOpening[]; readonly own: Endorsement | undefined }

/** The chain lies there, and the own word for it if there is one. */
function isTold({ chain, own }: Saying, notes: readonly Note[]): boolean {
  const ours = chain.at(-1)
  const same = notes.flatMap(({ said }) => {
    const theirs = said.kind === 'opening' ? said.openings.at(-1) : undefined
    const isSame = ours !== undefined && theirs !== undefined && isSameOpening(ours, theirs)
    return isSame && said.kind === 'opening' ? [said] : []
  })
  const isHeard = ({ device, log }: Endorsement): boolean => device === own?.device && log === own.log
  return (
    same.length > 0 && (own === undefined || same.some(({ endorsements }) => endorsements.some((one) => isHeard(one))))
  )
}
