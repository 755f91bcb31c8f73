import { equal, isSameOpening, rankOfHub, verifyEndorsement } from '@rushlight/protocol'
import type {
  Crypto,
  Endorsement,
  Link,
  LogId,
  Opening,
  Openings,
  ProviderName,
  SignedOpening,
} from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { authenticatorHashOf, baseOf, baseTable } from '../room/base-row.ts'
import type { BaseRow } from '../room/base-row.ts'
import type { LiveRoom, RoomModel } from '../room/room-model.ts'
import type { FrameRow } from '../room/room-row.ts'
import { load } from '../vault/table.ts'
import { openAll } from './opened.ts'
import type { Opened } from './opened.ts'
import { successorsAt } from './places.ts'

/** Another chain of a room beside the own one. */
export type Candidate = {
  /** As far as both are the same. */
  readonly common: readonly Opened[]
  readonly ours: readonly Opened[]
  readonly theirs: readonly Opened[]
}

export type Framed = RoomModel & { readonly frame: FrameRow }

/** What is known of openings and endorsements, with the bases on which they stand. */
export type Chains = {
  readonly openings: Openings
  readonly bases: ReadonlyMap<LogId, BaseRow>
  /** Those among the votes of `openings`, whole. */
  readonly endorsements: readonly Endorsement[]
}

/** `told` begins with an opening that the room has, and goes on from there as a chain. */
export async function candidateOf(
  crypto: Crypto,
  { frame, id }: Framed,
  told: readonly SignedOpening[],
): Promise<Candidate | undefined> {
  const [head] = told
  const from = head === undefined ? -1 : frame.openings.findIndex((one) => isSameOpening(one, head))
  if (from === -1) return undefined
  const own = await openAll(crypto, frame.openings)
  const shared = frame.openings.slice(from).findIndex((one, i) => {
    const other = told[i]
    return other === undefined || !isSameOpening(one, other)
  })
  const length = shared === -1 ? frame.openings.length - from : shared
  const theirs = await openAll(crypto, told.slice(length))
  const common = own?.slice(0, from + length)
  const ours = own?.slice(from + length)
  if (common === undefined || ours === undefined || theirs === undefined) return undefined
  return isChain(id, common.at(-1), theirs) ? { common, ours, theirs } : undefined
}

function isChain(room: RoomModel['id'], after: Opened | undefined, openings: readonly Opened[]): boolean {
  let previous = after
  for (const one of openings) {
    const { opening } = one
    const isNext = previous !== undefined && opening.previous === previous.log
    if (!isNext || opening.room !== room || opening.term !== (previous?.opening.term ?? 0) + 1) return false
    previous = one
  }
  return true
}

/** The links of the own chain and of those candidates, and the endorsements of them that hold. */
export async function weigh(
  core: Core,
  model: Framed,
  told: { readonly candidates: readonly Candidate[]; readonly endorsements: readonly Endorsement[] },
): Promise<Chains | undefined> {
  const own = await openAll(core.crypto, model.frame.openings)
  if (own === undefined) return undefined
  const all = new Map(
    [...own, ...told.candidates.flatMap(({ theirs }) => theirs)].map((opened) => [opened.log, opened]),
  )
  const links = new Map<LogId, Link>()
  const bases = new Map<LogId, BaseRow>()
  for (const opened of all.values()) {
    const before = opened.opening.previous === undefined ? undefined : all.get(opened.opening.previous)
    const base = await baseFor(core, model, opened.opening)
    if (base !== undefined) bases.set(opened.log, base)
    links.set(opened.log, await linkOf(core, opened, { base, hubBefore: before?.opening.hub.name }))
  }
  const votes: Endorsement[] = []
  const said = [...(model.frame.endorsements ?? []), ...told.endorsements]
  for (const one of said) if (await holds(core.crypto, bases.get(one.log), one)) votes.push(one)
  return { openings: { links, votes }, bases, endorsements: votes }
}

/** What this device knows of the epoch on which the opening says to stand. */
async function baseFor(core: Core, model: Framed, { base }: Opening): Promise<BaseRow | undefined> {
  if (base === undefined) return undefined
  const { epoch, authenticatorHash } = base
  const { group, row } = model
  const isPresent =
    group?.epoch === epoch &&
    equal(authenticatorHashOf(core.crypto, group), authenticatorHash) &&
    row.head !== undefined
  const known = await load(core.store, baseTable, { room: model.id, epoch, authenticatorHash })
  if (known !== undefined || !isPresent || group === undefined || row.head === undefined) return known
  return baseOf(group, { log: row.head.log, seq: model.frame.commits?.at(-1)?.seq ?? 0 })
}

type Standing = { readonly base: BaseRow | undefined; readonly hubBefore: ProviderName | undefined }

async function linkOf(core: Core, { opening, log }: Opened, { base, hubBefore }: Standing): Promise<Link> {
  const { room, previous, term, hub } = opening
  const rank =
    base === undefined || hubBefore === undefined
      ? Number.MAX_SAFE_INTEGER
      : rankOfHub(await successorsAt(core, { room, hub: hubBefore }, base.accounts), { hub: hubBefore }, hub.name)
  return {
    log,
    term,
    rank,
    electorate: base?.leaves.map(({ account, device }) => ({ account, device })) ?? [],
    ...(previous === undefined ? {} : { previous }),
    ...(opening.base === undefined ? {} : { base: opening.base }),
  }
}

/** Only of a leaf of the base epoch; of bases that this device does not know it cannot be said. */
async function holds(crypto: Crypto, base: BaseRow | undefined, said: Endorsement): Promise<boolean> {
  const leaf = base?.leaves.find(({ account, device }) => account === said.account && device === said.device)
  return leaf !== undefined && (await verifyEndorsement(crypto, leaf.leafKey, said))
}

/** Is the opener, by account, device and key, one of the base's? `undefined`: the base is not known. */
export function isByMember({ bases }: Chains, { opening: { opener }, log }: Opened): boolean | undefined {
  return bases
    .get(log)
    ?.leaves.some(
      ({ account, device, leafKey }) =>
        account === opener.account && device === opener.device && equal(leafKey, opener.leafKey),
    )
}

export function standsOnPresent(crypto: Crypto, { group }: LiveRoom, { opening: { base } }: Opened): boolean {
  return base?.epoch === group.epoch && equal(base.authenticatorHash, authenticatorHashOf(crypto, group))
}
