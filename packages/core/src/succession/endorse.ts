import { chainOf, doubleVoters, equal, keyOf, mayEndorse, ROOM_DEVICES_MAX, signEndorsement } from '@rushlight/protocol'
import type { DeviceId, Endorsement, EndorsementDecision, LeafPrivateKey, LogId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { signingKeyOf } from '../group-crypto/mls/index.ts'
import { writeEvent } from '../message/write-event.ts'
import { isLive } from '../room/room-model.ts'
import type { LiveRoom } from '../room/room-model.ts'
import type { Spoken } from '../room/room-row.ts'
import type { Chains } from './chains.ts'
import { ownLeafOf } from './rival-openings.ts'

/** As many as a device keeps of others' words; one's own and the newest stay. */
const ENDORSEMENTS_KEPT_MAX = 256

/** The chain that a device would speak for, and since when it knows of none better. */
export type Endorsing = {
  readonly chains: Chains
  readonly tip: LogId
  readonly bestSince: number
}

/**
 * Speaks for an opening once no better rival was seen for a while (R24): durable before the word leaves this device, so that
 * after a crash it does not speak for another. Answers when to look again; `undefined`: there is nothing to say (any more).
 */
export async function endorse(core: Core, model: LiveRoom, endorsing: Endorsing): Promise<number | undefined> {
  const decision = decide(core, model, endorsing)
  if (decision.kind === 'no') return undefined
  if (decision.kind === 'wait') return decision.until
  const { vote, spoken } = decision
  await core.roomAt(model.id).actor.run(async (step) => {
    const live = step.model
    if (!isLive(live) || live.group.door !== model.group.door || !isSeatOfBase(live, endorsing)) return
    const key = keyOf<LeafPrivateKey>(signingKeyOf(live.group.group))
    const said = await signEndorsement(step.world.crypto, key, { format: 1, ...vote })
    const { endorsements = [] } = live.frame
    step.patchFrame({ spoken: listOf(spoken), endorsements: [...endorsements, said].slice(-ENDORSEMENTS_KEPT_MAX) })
  })
  return undefined
}

function decide(core: Core, model: LiveRoom, { chains, tip, bestSince }: Endorsing): EndorsementDecision {
  const leaf = ownLeafOf(model)
  if (leaf === undefined) return { kind: 'no' }
  const { account, device } = leaf.credential
  return mayEndorse({
    openings: chains.openings,
    tip,
    voter: { account, device },
    spoken: new Map((model.frame.spoken ?? []).map(({ after, log }) => [after, log])),
    // A chain is taken for the best only once all commits before it were judged.
    isJudged: true,
    bestSince,
    now: core.ports.clock.now(),
  })
}

/** The leaf that it has now is the one that it had in the base epoch: whoever came in anew since has no voice about it. */
function isSeatOfBase(live: LiveRoom, { chains, tip }: Endorsing): boolean {
  const own = ownLeafOf(live)
  const then = chains.bases.get(tip)?.leaves.find(({ device }) => device === own?.credential.device)
  return own !== undefined && then !== undefined && equal(then.leafKey, own.leafKey)
}

function listOf(spoken: ReadonlyMap<LogId, LogId>): readonly Spoken[] {
  return [...spoken].map(([after, log]) => ({ after, log }))
}

/** Keeps what others said of the own chain: whoever comes back later is shown by it that the chain is sealed. */
export async function keepEndorsements(core: Core, model: LiveRoom, { openings, endorsements }: Chains): Promise<void> {
  const known = model.frame.endorsements ?? []
  const own = model.row.head?.log
  const chain = new Set(own === undefined ? [] : chainOf(openings, own).map(({ log }) => log))
  const news = endorsements.filter((said) => chain.has(said.log) && !known.some((one) => isSame(one, said)))
  if (news.length === 0) return
  await core.roomAt(model.id).actor.run(async (step) => {
    const { endorsements: present = [] } = step.model.frame ?? {}
    const added = news.filter((said) => !present.some((one) => isSame(one, said)))
    if (step.model.row.head?.log === own)
      step.patchFrame({ endorsements: [...added, ...present].slice(-ENDORSEMENTS_KEPT_MAX) })
  })
}

function isSame(one: Endorsement, other: Endorsement): boolean {
  return one.device === other.device && one.log === other.log
}

/** Who signed for two openings after one log has done wrong, or is not alone with his keys: all are told, once (R24). */
export async function tellDoubleVoters(core: Core, model: LiveRoom, { openings, endorsements }: Chains): Promise<void> {
  const links = [...openings.links.values()]
  const rivals = links.flatMap((a) =>
    links.filter((b) => a.log < b.log && a.previous === b.previous).map((b) => [a, b] as const),
  )
  const devices = new Set(rivals.flatMap(([a, b]) => doubleVoters(openings, a, b)))
  const isNew = (device: DeviceId): boolean => model.frame.spokeTwice?.includes(device) !== true
  const news = endorsements.filter(({ device }) => devices.has(device) && isNew(device))
  if (news.length === 0) return
  await core.roomAt(model.id).actor.run(async (step) => {
    for (const { account, device } of news) {
      const { spokeTwice = [] } = step.model.frame ?? {}
      if (spokeTwice.includes(device)) continue
      step.patchFrame({ spokeTwice: [...spokeTwice, device].slice(-ROOM_DEVICES_MAX) })
      const receipt = { seq: 0, acceptedAt: step.world.now() }
      writeEvent(step, { event: { kind: 'spokeTwice', account }, by: account, receipt, sub: SUB })
    }
  })
}

/** Behind what else may be said of that moment. */
const SUB = 201
