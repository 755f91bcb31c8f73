import type { HandOver } from '../engine/engine-api.ts'
import type { EngineState } from '../engine/engine-state.ts'
import { parseBrought } from '../links/app-links.ts'
import type { Brought } from '../links/app-links.ts'
import type { EngineCalls, EngineEvent } from '../rpc/engine-link.ts'
import { Observable } from '../session/observable.ts'
import type { Observed } from '../session/observable.ts'
import { Session } from '../session/session.ts'

/** What the page shows as a whole. */
export type Stage =
  | { readonly kind: 'closed'; readonly state: Exclude<EngineState, { kind: 'open' }> }
  | { readonly kind: 'open'; readonly session: Session }
  /** Another build runs in another tab. */
  | { readonly kind: 'otherBuild' }

/** Follows the engine: opens a session when the vault opens, and drops all of it when it closes. */
export class AppModel {
  readonly #engine: EngineCalls
  readonly #stage = new Observable<Stage>({ kind: 'closed', state: { kind: 'starting' } })
  readonly brought: Observable<Brought>
  /** What this tab would open the vault with, if it had to lead. */
  handOver: HandOver | undefined

  constructor(engine: EngineCalls, address: Pick<Location, 'origin' | 'hash'>) {
    this.#engine = engine
    this.brought = new Observable(parseBrought(address))
    engine.subscribe((event) => this.#take(event))
  }

  get stage(): Observed<Stage> {
    return this.#stage
  }

  #take(event: EngineEvent): void {
    if (event.kind === 'otherBuild') this.#show({ kind: 'otherBuild' })
    if (event.kind !== 'state') return
    const { state } = event
    if (state.kind === 'open') return this.#enter(state)
    this.handOver = state.kind === 'starting' ? this.handOver : undefined
    // A successor that is opening the vault is no reason to close what is shown.
    if (state.kind === 'starting' && this.#stage.value.kind === 'open') return
    this.#show({ kind: 'closed', state })
  }

  #enter({ storage }: Extract<EngineState, { kind: 'open' }>): void {
    if (this.#stage.value.kind !== 'open') this.#show({ kind: 'open', session: new Session(this.#engine, storage) })
    void this.#keepHandOver()
  }

  async #keepHandOver(): Promise<void> {
    this.handOver = await this.#engine.call('handOver').catch(() => undefined)
  }

  #show(stage: Stage): void {
    const before = this.#stage.value
    if (before.kind === 'open') before.session.close()
    this.#stage.set(stage)
  }
}
