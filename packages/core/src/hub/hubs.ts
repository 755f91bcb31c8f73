import { logIdOf, verifyOpening } from '@rushlight/protocol'
import type { AccountId, Crypto, LogId, Provider, ProviderName } from '@rushlight/protocol'
import type { RecordStore } from '@rushlight/records'
import { accountTable } from '../directory/account-row.ts'
import type { Link } from '../link/link.ts'
import { HubDoors } from '../outbox/hub-doors.ts'
import type { RoomModel } from '../room/room-model.ts'
import { load } from '../vault/table.ts'
import { OwnHubLink, RelayedHubLink } from './hub-link.ts'
import type { HubLink } from './hub-link.ts'

/** A provider as this device comes to it. */
export type Hub = { readonly link: HubLink; readonly doors: HubDoors }

export type HubsParts = {
  readonly crypto: Crypto
  readonly store: RecordStore
  readonly link: Link
  readonly software: string
  /** The name of one's own provider; `undefined` before there is an account. */
  readonly ownName: () => ProviderName | undefined
}

/** All providers that this device has to do with: its own by the link, the others through it. */
export class Hubs {
  readonly #parts: HubsParts
  readonly #own: Hub
  readonly #others = new Map<ProviderName, Hub>()
  readonly #hubOfLog = new Map<LogId, Provider>()

  constructor(parts: HubsParts) {
    this.#parts = parts
    this.#own = hubBy(parts.crypto, new OwnHubLink(parts.link))
  }

  get isOpen(): boolean {
    return this.#own.link.isOpen
  }

  at(provider: ProviderName): Hub {
    const { crypto, link, software, ownName } = this.#parts
    if (provider === ownName()) return this.#own
    const known = this.#others.get(provider) ?? hubBy(crypto, new RelayedHubLink(link, { provider, software }))
    this.#others.set(provider, known)
    return known
  }

  /** Where an account is asked for: at the provider that its newest known record names first. */
  async ofAccount(account: AccountId): Promise<Hub> {
    const row = await load(this.#parts.store, accountTable, account)
    return row === undefined ? this.#own : this.at(row.provider)
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

  /** The connection was lost: nothing that was proven on it counts on the next. */
  forget(): void {
    for (const { link, doors } of [this.#own, ...this.#others.values()]) {
      link.forget()
      doors.forget()
    }
  }
}

function hubBy(crypto: Crypto, link: HubLink): Hub {
  return { link, doors: new HubDoors(crypto, link) }
}
