import { logIdOf, parseRecord, verifyOpening } from '@rushlight/protocol'
import type { AccountId, Crypto, LogId, Method, Provider, ProviderName } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import { accountTable } from '../directory/account-row.ts'
import type { Homes } from '../home/homes.ts'
import type { Link } from '../link/link.ts'
import type { CallResult } from '../link/pending-calls.ts'
import type { RoomModel } from '../room/room-model.ts'
import type { SelfView } from '../room/room-step.ts'
import { load } from '../vault/table.ts'
import { RelayedHubLink } from './hub-link.ts'
import { hubBy } from './hub.ts'
import type { Hub } from './hub.ts'

export type HubsParts = {
  readonly crypto: Crypto
  readonly store: RecordStore
  readonly homes: Homes
  readonly software: string
  readonly self: () => SelfView | undefined
}

/** All providers that this device has to do with: its own, each by its link, and the others through them. */
export class Hubs {
  readonly #parts: HubsParts
  readonly #others = new Map<ProviderName, Hub>()
  readonly #hubOfLog = new Map<LogId, Provider>()

  constructor(parts: HubsParts) {
    this.#parts = parts
  }

  get isOpen(): boolean {
    return this.#parts.homes.open.length > 0
  }

  at(provider: ProviderName): Hub {
    const { crypto, homes, software } = this.#parts
    const home = homes.at(provider)
    if (home !== undefined) return home.hub
    const known = this.#others.get(provider)
    if (known !== undefined) return known
    const links = (): readonly Link[] => openLinks(homes)
    const hub = hubBy(crypto, new RelayedHubLink({ provider, software, links }))
    this.#others.set(provider, hub)
    return hub
  }

  /** It is a home that is not there now: what it is to take waits for it. */
  isAway(provider: ProviderName): boolean {
    return this.#parts.homes.at(provider)?.isOpen === false
  }

  /**
   * Who could start a log instead of that provider: the first home that is ready, if the provider is no home that answers.
   * `wait`: it may still answer.
   */
  insteadOf(provider: ProviderName): ProviderName | 'wait' | undefined {
    const { homes } = this.#parts
    const home = homes.at(provider)
    const other = homes.ready.find(({ name }) => name !== provider)
    if (home?.isOpen === true || other?.name === undefined) return undefined
    return home === undefined || home.isGivenUp ? other.name : 'wait'
  }

  /**
   * Where an account is asked for: at the providers that its newest known record names, in their order; then at one's own,
   * which may know a newer one.
   */
  async ofAccount(account: AccountId): Promise<readonly Hub[]> {
    const self = this.#parts.self()
    if (account === self?.account.id) return this.#parts.homes.all.map(({ hub }) => hub)
    const row = await load(this.#parts.store, accountTable, account)
    const signed = row?.chain?.at(-1)
    const record = signed === undefined ? undefined : parseRecord(signed)
    const named = record?.providers.map(({ name }) => name) ?? (row === undefined ? [] : [row.provider])
    const own = this.#parts.homes.all.map(({ hub }) => hub)
    return [...new Set([...named.map((name) => this.at(name)), ...own])]
  }

  /** Asks one of the account's providers after another, until one has an answer. */
  async askFor<P, R>(account: AccountId, method: Method<P, R>, params: P): Promise<CallResult<R>> {
    let last: CallResult<R> = { kind: 'lost' }
    for (const { link } of await this.ofAccount(account)) {
      const answer = await link.call(method, params)
      if (answer.kind === 'answer') return answer
      // That one does not know the account tells more than that another one cannot be reached.
      if (last.kind === 'lost' || answer.kind === 'failure') last = answer
    }
    return last
  }

  /** Who keeps the room's log, as its newest opening says; `undefined` before there is one. */
  async providerOf({ row, frame }: RoomModel): Promise<Provider | undefined> {
    const log = row.head?.log
    const signed = frame?.openings.at(-1)
    if (log === undefined || signed === undefined) return undefined
    const known = this.#hubOfLog.get(log)
    if (known !== undefined) return known
    const opening =
      logIdOf(this.#parts.crypto, signed) === log ? await verifyOpening(this.#parts.crypto, signed) : undefined
    if (opening !== undefined) this.#hubOfLog.set(log, opening.hub)
    return opening?.hub
  }

  /** A connection was lost: nothing that was proven through it counts on the next. */
  forget(): void {
    for (const { link, doors } of this.#others.values()) {
      link.forget()
      doors.forget()
    }
  }
}

function openLinks({ ready, open }: Homes): readonly Link[] {
  return (ready.length > 0 ? ready : open).map(({ link }) => link)
}
