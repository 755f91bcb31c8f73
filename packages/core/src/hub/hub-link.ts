import { decodeCbor, hello, relay, WIRE_FORMAT } from '@rushlight/protocol'
import type { HelloResult, Method, ProviderName } from '@rushlight/protocol'
import type { Link } from '../link/link.ts'
import type { CallResult } from '../link/pending-calls.ts'

/** How a device asks a provider that may keep a log of its, or another person's KeyPackages. */
export interface HubLink {
  readonly isOpen: boolean
  /** What the provider signs proofs with on this connection; asked for once. */
  greet(): Promise<CallResult<HelloResult>>
  /** Does a greeting count still? Proofs that were made with one that does not are worth nothing. */
  isPresent(greeting: HelloResult): boolean
  /** The connection is another one, or the provider says that a proof does not fit. */
  forget(): void
  call<P, R>(method: Method<P, R>, params: P): Promise<CallResult<R>>
}

/** One of one's own providers. */
export class OwnHubLink implements HubLink {
  readonly #link: Link

  constructor(link: Link) {
    this.#link = link
  }

  get isOpen(): boolean {
    return this.#link.state === 'open'
  }

  greet(): Promise<CallResult<HelloResult>> {
    const { greeting } = this.#link
    return Promise.resolve(greeting === undefined ? { kind: 'lost' } : { kind: 'answer', value: greeting })
  }

  isPresent(greeting: HelloResult): boolean {
    return this.#link.greeting === greeting
  }

  forget(): void {
    // The next connection brings its own.
  }

  call<P, R>(method: Method<P, R>, params: P): Promise<CallResult<R>> {
    return this.#link.call(method, params)
  }
}

export type RelayedHub = {
  readonly provider: ProviderName
  readonly software: string
  /** Own providers that may ask it, the first first. */
  readonly links: () => readonly Link[]
}

/**
 * Another provider, which one's own asks for us (`spec/federation.md` §3). What it says is as good as what own ones say:
 * checked. If one of ours cannot ask it, the next one may.
 */
export class RelayedHubLink implements HubLink {
  readonly #hub: RelayedHub
  #greeting: HelloResult | undefined
  /** A visit there goes through one of ours. */
  #through: Link | undefined

  constructor(hub: RelayedHub) {
    this.#hub = hub
  }

  get isOpen(): boolean {
    return this.#hub.links().length > 0
  }

  async greet(): Promise<CallResult<HelloResult>> {
    if (this.#greeting !== undefined) return { kind: 'answer', value: this.#greeting }
    const answer = await this.call(hello, { formats: [WIRE_FORMAT], software: this.#hub.software })
    if (answer.kind === 'answer') this.#greeting = answer.value
    return answer
  }

  isPresent(greeting: HelloResult): boolean {
    return this.#greeting === greeting
  }

  forget(): void {
    this.#greeting = undefined
  }

  async call<P, R>(method: Method<P, R>, params: P): Promise<CallResult<R>> {
    let last: CallResult<R> = { kind: 'lost' }
    for (const link of this.#inTurn()) {
      last = await this.#askThrough(link, method, params)
      const isInTheWay = last.kind === 'lost' || (last.kind === 'failure' && IN_THE_WAY.has(last.error.code))
      if (isInTheWay) continue
      if (this.#through !== link) this.#greeting = undefined
      this.#through = link
      return last
    }
    return last
  }

  /** The one by which the visit goes comes first as long as it is open. */
  #inTurn(): readonly Link[] {
    const links = this.#hub.links()
    const through = links.find((link) => link === this.#through)
    return through === undefined ? links : [through, ...links.filter((link) => link !== through)]
  }

  async #askThrough<P, R>(link: Link, method: Method<P, R>, params: P): Promise<CallResult<R>> {
    const asked = { provider: this.#hub.provider, method: method.number, params: method.params.toCbor(params) }
    const answer = await link.call(relay, asked)
    if (answer.kind !== 'answer') return answer
    const result = decodeCbor(method.result, answer.value.result)
    return result === undefined
      ? { kind: 'failure', error: { code: 'providerUnreachable' } }
      : { kind: 'answer', value: result.value }
  }
}

/** What says more of the provider in between than of the one that was asked. */
const IN_THE_WAY: ReadonlySet<string> = new Set(['providerUnreachable', 'providerRefused'])
