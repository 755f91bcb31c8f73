import { claimOperator, createInvitation, listInvitations, readStatus, revokeInvitation } from '@rushlight/protocol'
import type { Invitation, Method, ProviderStatus, WireError } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'

export type Operated<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly error: WireError }
  | { readonly kind: 'unreachable' }

/** What the account that runs a provider can ask of it. It sees counts, never who talks with whom. */
export class ProviderOperator {
  readonly #core: Core

  constructor(core: Core) {
    this.#core = core
  }

  /** The one that the account runs, or else the first that answers. */
  get #home(): Home {
    const { ready, present } = this.#core.homes
    return ready.find(({ isOperator }) => isOperator) ?? present
  }

  /** Takes the provider over, with the one-time token that its first start printed. */
  async claim(token: string): Promise<Operated<undefined>> {
    const home = this.#home
    const done = await this.#ask(claimOperator, { token })
    if (done.kind === 'done') {
      home.isOperator = true
      this.#core.tell({ kind: 'connectionChanged' })
    }
    return done
  }

  async invite(wanted: { readonly uses: number; readonly lifetimeMs: number }): Promise<Operated<Invitation>> {
    const done = await this.#ask(createInvitation, wanted)
    return done.kind === 'done' ? { kind: 'done', value: done.value.invitation } : done
  }

  async invitations(): Promise<Operated<readonly Invitation[]>> {
    const done = await this.#ask(listInvitations, undefined)
    return done.kind === 'done' ? { kind: 'done', value: done.value.invitations } : done
  }

  revoke(code: string): Promise<Operated<undefined>> {
    return this.#ask(revokeInvitation, { code })
  }

  status(): Promise<Operated<ProviderStatus>> {
    return this.#ask(readStatus, undefined)
  }

  async #ask<P, R>(method: Method<P, R>, params: P): Promise<Operated<R>> {
    const home = this.#home
    if (!home.isReady) return { kind: 'unreachable' }
    const answer = await home.link.call(method, params)
    if (answer.kind === 'answer') return { kind: 'done', value: answer.value }
    return answer.kind === 'lost' ? { kind: 'unreachable' } : { kind: 'refused', error: answer.error }
  }
}
