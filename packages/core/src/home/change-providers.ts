import {
  equal,
  parseAdoptLink,
  parseProviderUrl,
  putChain,
  removeQueue,
  span,
  verifyRecordChain,
} from '@rushlight/protocol'
import type { Account, Provider, ProviderName, ProviderPublicKey, WireError } from '@rushlight/protocol'
import { adoptChain, refreshOwnChain } from '../account/authenticate.ts'
import { changeProviders } from '../account/next-record.ts'
import type { NextRecord } from '../account/next-record.ts'
import { useChain } from '../account/use-chain.ts'
import type { Core } from '../engine/core.ts'
import { isLive } from '../room/room-model.ts'
import type { Home } from './home.ts'
import { HOMES_MAX } from './home-row.ts'

/** What came of a change of the account's providers. */
export type ProvidersChanged =
  | { readonly kind: 'done' }
  /** No address of a provider, or one over a line that anybody can read. */
  | { readonly kind: 'notAnAddress' }
  /** Whoever answers there is not whom the link was made by. */
  | { readonly kind: 'otherKey' }
  /** The account lives there already. */
  | { readonly kind: 'known' }
  /** The account does not live there. */
  | { readonly kind: 'unknown' }
  /** It lives at as many as it can. */
  | { readonly kind: 'tooMany' }
  /** It has to live somewhere. */
  | { readonly kind: 'last' }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'unreachable' }

export type NewProvider = { readonly url: string; readonly invitation?: string | undefined }

/** The account lives at one provider more, behind those it has. The others need not help, nor even answer (R30). */
export function addProvider(core: Core, wanted: NewProvider): Promise<ProvidersChanged> {
  const url = parseProviderUrl(wanted.url)
  return url === undefined ? Promise.resolve({ kind: 'notAnAddress' }) : settleAt(core, { ...wanted, url })
}

/** The same by the link that a server prints: only if whoever answers has the key that stands in it. */
export function adoptProvider(core: Core, text: string, invitation?: string): Promise<ProvidersChanged> {
  const link = parseAdoptLink(text)
  return link === undefined ? Promise.resolve({ kind: 'notAnAddress' }) : settleAt(core, { ...link, invitation })
}

/** The account leaves a provider, which need not agree. */
export function removeProvider(core: Core, name: ProviderName): Promise<ProvidersChanged> {
  return core.changes.run(async () => {
    const { providers } = await newest(core)
    const others = providers.filter((provider) => provider.name !== name)
    if (others.length === providers.length) return { kind: 'unknown' }
    if (others.length === 0) return { kind: 'last' }
    return reorder(core, others)
  })
}

/** Senders try that one first, and the account has its name there. */
export function putProviderFirst(core: Core, name: ProviderName): Promise<ProvidersChanged> {
  return core.changes.run(async () => {
    const { providers } = await newest(core)
    const first = providers.find((provider) => provider.name === name)
    if (first === undefined) return { kind: 'unknown' }
    return reorder(core, [first, ...providers.filter((provider) => provider !== first)])
  })
}

/** One place up (-1) or down (1) in the order in which senders try them. At an end of it nothing changes. */
export function moveProvider(core: Core, name: ProviderName, by: -1 | 1): Promise<ProvidersChanged> {
  return core.changes.run(async () => {
    const { providers } = await newest(core)
    const from = providers.findIndex((provider) => provider.name === name)
    const [moved, other] = [providers[from], providers[from + by]]
    if (moved === undefined) return { kind: 'unknown' }
    if (other === undefined) return { kind: 'done' }
    return reorder(
      core,
      providers.map((one) => (one === moved ? other : one === other ? moved : one)),
    )
  })
}

type Wanted = NewProvider & { readonly key?: ProviderPublicKey }

function settleAt(core: Core, wanted: Wanted): Promise<ProvidersChanged> {
  return core.changes.run(async () => {
    const candidate = core.homes.visit(wanted.url)
    try {
      return await settle(core, candidate, wanted)
    } finally {
      candidate.stop()
    }
  })
}

async function settle(core: Core, candidate: Home, { key, invitation }: Wanted): Promise<ProvidersChanged> {
  const greeting = await candidate.waitForGreeting()
  if (greeting === undefined) return { kind: 'unreachable' }
  const { provider } = greeting
  if (key !== undefined && !equal(key, provider.key)) return { kind: 'otherKey' }
  const before = await newest(core)
  if (before.providers.some(({ name }) => name === provider.name)) return { kind: 'known' }
  await learnFrom(core, candidate)
  const { providers } = core.self.account.record
  // Another device of ours has brought the account there; of the others nobody could tell.
  if (providers.some(({ name }) => name === provider.name)) return { kind: 'done' }
  if (providers.length >= HOMES_MAX) return { kind: 'tooMany' }
  const next = await nextOf(core, [...providers, provider])
  // It is asked before anybody else hears of it: a record must not name a provider that does not let the account in.
  const refused = await offer(candidate, next, invitation)
  return refused ?? use(core, next)
}

/** It may know a newer record of ours than all that this device reaches. */
async function learnFrom(core: Core, candidate: Home): Promise<void> {
  const told = await candidate.link.call(putChain, { chain: core.self.account.chain })
  if (told.kind === 'answer') await adoptChain(core, candidate, told.value.newer)
}

/** Where another one comes first, that one has to give the account its name before anybody is told. */
async function reorder(core: Core, providers: readonly Provider[]): Promise<ProvidersChanged> {
  const [first] = providers
  const before = core.self.account.record.providers[0]
  if (first === undefined || first.name === before?.name) return use(core, await nextOf(core, providers))
  const home = core.homes.at(first.name)
  if (home?.isReady !== true) return { kind: 'unreachable' }
  const next = await nextOf(core, providers)
  const refused = await offer(home, next, undefined)
  return refused ?? use(core, next)
}

async function newest(core: Core): Promise<Account['record']> {
  // On top of what other devices have changed meanwhile, as far as anybody tells.
  for (const home of core.homes.ready) await refreshOwnChain(core, home)
  return core.self.account.record
}

function nextOf(core: Core, providers: readonly Provider[]): Promise<NextRecord> {
  const { account, row } = core.self
  return changeProviders(core.crypto, { account, accountKey: row.accountKey, by: row.device }, providers)
}

/** `undefined`: it has taken the record. */
async function offer(
  { link }: Home,
  { chain }: NextRecord,
  invitation: string | undefined,
): Promise<Exclude<ProvidersChanged, { kind: 'done' }> | undefined> {
  const answer = await link.call(putChain, invitation === undefined ? { chain } : { chain, invitation })
  if (answer.kind === 'lost') return { kind: 'unreachable' }
  if (answer.kind === 'failure') return { kind: 'refused', error: answer.error }
  const { ended, newer } = answer.value
  if (ended !== undefined) return { kind: 'refused', error: { code: 'unknownAccount' } }
  // It knows a record that we do not: the next connection brings it.
  return newer === undefined ? undefined : { kind: 'unreachable' }
}

async function use(core: Core, next: NextRecord): Promise<ProvidersChanged> {
  const account = await verifyRecordChain(core.crypto, next.chain)
  const names = new Set(account?.record.providers.map(({ name }) => name))
  const left = core.homes.ready.filter(({ name }) => name !== undefined && !names.has(name))
  await Promise.all(left.map((home) => sayGoodbye(core, home, next)))
  await useChain(core, next)
  await tellRooms(core)
  return { kind: 'done' }
}

/** How long a provider that is left may take to hear of it. */
const GOODBYE_MS_MAX: number = 3 * span.SECOND_MS

/** So that it keeps nothing for us any more. It may do what it likes: the record counts without it. */
async function sayGoodbye(core: Core, { link }: Home, { chain }: NextRecord): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const cancel = core.alarms.set(core.ports.clock.now() + GOODBYE_MS_MAX, resolve)
  const said = link.call(removeQueue, undefined).then(() => link.call(putChain, { chain }))
  await Promise.race([said, promise])
  cancel()
}

/** Every room commits the new record, so that its members look for this account where it is (R16). */
export async function tellRooms(core: Core): Promise<void> {
  const { chain } = core.self.account
  for (const { actor, outbox } of core.rooms.values()) {
    await actor.run(async (step) => {
      const isOpen = step.model.row.standing === 'joined' || step.model.row.standing === 'creating'
      if (isOpen && isLive(step.model)) step.addJob({ kind: 'change', change: { kind: 'raise', chain } })
    })
    void outbox.flush()
  }
}
