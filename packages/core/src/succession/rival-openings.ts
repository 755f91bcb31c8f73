import { compareRivals, equal, isSameOpening, judgeOpening, leafAt, logIdOf, verifyOpening } from '@rushlight/protocol'
import type {
  AccountId,
  Crypto,
  Link,
  LogId,
  Note,
  Opening,
  Openings,
  Provider,
  SignedOpening,
} from '@rushlight/protocol'
import { viewGroup } from '../group-crypto/mls/index.ts'
import type { LiveRoom } from '../room/room-model.ts'

/** What the openings on the board mean for a device (R22, R23). */
export type Found =
  /** The best that it may follow without losing anything: the whole chain, as it will be the room's. */
  | { readonly kind: 'follow'; readonly openings: readonly SignedOpening[]; readonly last: Opening }
  /** The others went on from commits that this device does not have, or the better chain takes back some that it has. */
  | { readonly kind: 'apart'; readonly openings: readonly SignedOpening[] }
  /** There are only some that lie below what it judged in force: it opens a better one (R20 f). */
  | { readonly kind: 'rival' }
  | { readonly kind: 'nothing' }

type Candidate = {
  /** As far as both are the same. */
  readonly common: readonly SignedOpening[]
  readonly ours: readonly Opened[]
  readonly theirs: readonly Opened[]
}

type Opened = { readonly signed: SignedOpening; readonly opening: Opening; readonly log: LogId }

/**
 * Looks through the chains that others follow. One counts if its signatures hold, it leaves our own chain at an opening that
 * we have, and its last log lies at the provider that we talk to.
 */
export async function findOpenings(
  crypto: Crypto,
  { model, provider }: { readonly model: LiveRoom; readonly provider: Provider },
  notes: readonly Note[],
): Promise<Found> {
  let best: Found = { kind: 'nothing' }
  let bestLink: Link | undefined
  for (const { said } of notes) {
    if (said.kind !== 'opening') continue
    const candidate = await candidateOf(crypto, model, said.openings)
    const [first, last] = [candidate?.theirs[0], candidate?.theirs.at(-1)]
    if (candidate === undefined || first === undefined || last === undefined || !isAt(last.opening, provider)) continue
    const [own] = candidate.ours
    const theirs = linkOf(model, first)
    if (own !== undefined && compare([linkOf(model, own), theirs]) >= 0) continue
    const verdict = judge(model, candidate, crypto)
    if (verdict.kind === 'nothing' || rankOf(verdict) < rankOf(best)) continue
    if (rankOf(verdict) === rankOf(best) && bestLink !== undefined && compare([bestLink, theirs]) >= 0) continue
    best = verdict
    bestLink = theirs
  }
  return best
}

const RANKS: readonly Found['kind'][] = ['nothing', 'rival', 'apart', 'follow']

function rankOf({ kind }: Found): number {
  return RANKS.indexOf(kind)
}

async function candidateOf(
  crypto: Crypto,
  { frame, id }: LiveRoom,
  told: readonly SignedOpening[],
): Promise<Candidate | undefined> {
  const [head] = told
  const from = head === undefined ? -1 : frame.openings.findIndex((one) => isSameOpening(one, head))
  if (from === -1) return undefined
  const own = frame.openings.slice(from)
  const shared = own.findIndex((one, i) => {
    const other = told[i]
    return other === undefined || !isSameOpening(one, other)
  })
  const length = shared === -1 ? own.length : shared
  const ours = await openAll(crypto, own.slice(length))
  const theirs = await openAll(crypto, told.slice(length))
  const common = frame.openings.slice(0, from + length)
  if (ours === undefined || theirs === undefined) return undefined
  return isChain(crypto, { room: id, after: common.at(-1) }, theirs) ? { common, ours, theirs } : undefined
}

async function openAll(crypto: Crypto, all: readonly SignedOpening[]): Promise<readonly Opened[] | undefined> {
  const opened: Opened[] = []
  for (const signed of all) {
    const opening = await verifyOpening(crypto, signed)
    if (opening === undefined) return undefined
    opened.push({ signed, opening, log: logIdOf(crypto, signed) })
  }
  return opened
}

function isChain(
  crypto: Crypto,
  { room, after }: { readonly room: LiveRoom['id']; readonly after: SignedOpening | undefined },
  openings: readonly Opened[],
): boolean {
  let previous = after === undefined ? undefined : logIdOf(crypto, after)
  for (const { opening, log } of openings) {
    if (opening.room !== room || opening.previous !== previous || previous === undefined) return false
    previous = log
  }
  return true
}

/**
 * All of their openings must stand on the very epoch that we are in: then we know who may open, and lose nothing. A base
 * behind ours, in an epoch of the past or of the future, is told by its number.
 */
function judge(model: LiveRoom, { common, ours, theirs }: Candidate, crypto: Crypto): Found {
  const openings = [...common, ...theirs.map(({ signed }) => signed)]
  const [first, last] = [theirs[0], theirs.at(-1)]
  if (first === undefined || last === undefined) return { kind: 'nothing' }
  const authenticator = crypto.sha256(viewGroup(model.group.group).epochAuthenticator)
  const isOurEpoch = theirs.every(
    ({ opening: { base } }) => base !== undefined && equal(base.authenticatorHash, authenticator),
  )
  const epoch = first.opening.base?.epoch ?? 0
  // With commits of ours in a log that loses, or theirs in the one that wins, only being let in again helps.
  if (!isOurEpoch && (ours.length > 0 || epoch >= model.group.epoch)) return { kind: 'apart', openings }
  const verdict = judgeOpening({
    openings: setOf([linkOf(model, first)]),
    link: linkOf(model, first),
    relation: isOurEpoch ? 'contained' : 'below',
    isByMember: theirs.every(({ opening }) => isByMember(model, opening)),
    safety: model.group.context.state.safety,
  })
  if (verdict === 'follow' && isOurEpoch) return { kind: 'follow', openings, last: last.opening }
  return verdict === 'rival' ? { kind: 'rival' } : { kind: 'nothing' }
}

function isByMember({ group: { leaves } }: LiveRoom, { opener }: Opening): boolean {
  return leaves.some(
    ({ credential, leafKey }) =>
      credential.account === opener.account && credential.device === opener.device && equal(leafKey, opener.leafKey),
  )
}

function isAt({ hub }: Opening, provider: Provider): boolean {
  return hub.name === provider.name && equal(hub.key, provider.key)
}

function linkOf(model: LiveRoom, { opening, log }: Opened): Link {
  const { previous, term, base } = opening
  return {
    log,
    term,
    // All that are compared lie at one provider.
    rank: 0,
    electorate: model.group.leaves.map(({ credential: { account, device } }) => ({ account, device })),
    ...(previous === undefined ? {} : { previous }),
    ...(base === undefined ? {} : { base }),
  }
}

function compare([a, b]: readonly [Link, Link]): number {
  return compareRivals(setOf([a, b]), a, b)
}

/** Nobody endorses yet, so no opening is sealed. */
function setOf(links: readonly Link[]): Openings {
  return { links: new Map(links.map((link) => [link.log, link])), votes: [] }
}

export function accountsIn({ group }: LiveRoom): readonly AccountId[] {
  return [...new Set(group.leaves.map(({ credential }) => credential.account))]
}

export function ownLeafOf({ group }: LiveRoom): ReturnType<typeof leafAt> {
  return leafAt({ leaves: group.leaves }, group.ownLeaf)
}
