import { parseAdoptLink, parseProviderName } from '@rushlight/protocol'
import type { AdoptLink } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { addProvider, adoptProvider, moveProvider, putProviderFirst, removeProvider } from './change-providers.ts'
import type { NewProvider, ProvidersChanged } from './change-providers.ts'

/** One of the account's providers as a list shows it. */
export type ProviderView = {
  readonly name: string
  readonly url: string
  /** Others write the account's name with this one, and try it first. */
  readonly isFirst: boolean
  readonly state: 'offline' | 'connecting' | 'online'
  /** Since when it has not answered, UTC ms. */
  readonly failedSince: number | undefined
  /** Why it does not let the account in (any more). */
  readonly refusal: 'invitationNeeded' | 'registrationClosed' | undefined
  /** This account runs it. */
  readonly isOperator: boolean
}

/** Where the account lives: at most four providers, in the order in which others try them. */
export class Providers {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /** Asked for anew at `providersChanged` and `connectionChanged`. */
  list(): readonly ProviderView[] {
    if (!this.#core.hasAccount) return []
    return this.#core.homes.all.map(({ name = '', url, link, isReady, isOperator, failure, refusal }, i) => ({
      name,
      url,
      isFirst: i === 0,
      state: link.state === 'stopped' ? 'offline' : isReady ? 'online' : 'connecting',
      failedSince: failure?.since,
      refusal,
      isOperator,
    }))
  }

  /** Lives at one more, behind the others. */
  add(wanted: NewProvider): Promise<ProvidersChanged> {
    return addProvider(this.#core, wanted)
  }

  /** What a link says that somebody wants adopted; `undefined`: it is none. */
  readLink(text: string): AdoptLink | undefined {
    return parseAdoptLink(text)
  }

  /** Lives also at the server that the link is of (R30). */
  adopt(link: string, invitation?: string): Promise<ProvidersChanged> {
    return adoptProvider(this.#core, link, invitation)
  }

  async remove(name: string): Promise<ProvidersChanged> {
    const parsed = parseProviderName(name)
    return parsed === undefined ? { kind: 'unknown' } : removeProvider(this.#core, parsed)
  }

  async move(name: string, by: -1 | 1): Promise<ProvidersChanged> {
    const parsed = parseProviderName(name)
    return parsed === undefined ? { kind: 'unknown' } : moveProvider(this.#core, parsed, by)
  }

  async putFirst(name: string): Promise<ProvidersChanged> {
    const parsed = parseProviderName(name)
    return parsed === undefined ? { kind: 'unknown' } : putProviderFirst(this.#core, parsed)
  }
}
