import type { ClientEvent } from '@rushlight/core'
import type { EngineMethod } from '../engine/engine-api.ts'
import type { EngineState } from '../engine/engine-state.ts'
import { ALL_CHANNEL, ENGINE_CHANNEL, isAnswerTo, isRepeatable, isToAll, isToTab, tabChannel } from './frames.ts'
import type { Answer, AnswerOf, ArgumentsOf, CallFailure, ToAll, ToEngine, ToTab } from './frames.ts'

/** What happened, as a tab hears it. */
export type EngineEvent =
  | ClientEvent
  | { readonly kind: 'state'; readonly state: EngineState }
  /** The engine runs another build of this app: this tab has to be loaded anew. */
  | { readonly kind: 'otherBuild' }

/** What views ask; behind it is the engine, wherever it runs. */
export interface EngineCalls {
  call<K extends EngineMethod>(method: K, ...args: ArgumentsOf<K>): Promise<AnswerOf<K>>
  subscribe(listener: (event: EngineEvent) => void): () => void
}

export class EngineError extends Error {
  readonly code: CallFailure

  constructor(code: CallFailure) {
    super(`the engine could not do it: ${code}`)
    this.name = 'EngineError'
    this.code = code
  }
}

type Pending = {
  readonly method: EngineMethod
  readonly args: readonly unknown[]
  readonly answer: (answer: Answer<EngineMethod>) => void
  readonly fail: (failure: CallFailure) => void
  /** Which engine has it; `undefined`: none yet. */
  sentTo: string | undefined
}

/**
 * A tab's end of the line. Calls wait until there is an engine; when one ends, what may be asked twice is asked its
 * successor, and the rest fails with `engineGone`.
 */
export class EngineLink implements EngineCalls {
  readonly #tab: string
  readonly #build: string
  readonly #calls: BroadcastChannel = new BroadcastChannel(ENGINE_CHANNEL)
  readonly #all: BroadcastChannel = new BroadcastChannel(ALL_CHANNEL)
  readonly #answers: BroadcastChannel
  readonly #listeners = new Set<(event: EngineEvent) => void>()
  readonly #pending = new Map<number, Pending>()
  #engine: string | undefined
  #lastId = 0
  /** When the engine was last heard of; by `performance.now()`. */
  heardAt = 0

  constructor({ tab, build }: { readonly tab: string; readonly build: string }) {
    this.#tab = tab
    this.#build = build
    this.#answers = new BroadcastChannel(tabChannel(tab))
    this.#answers.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isToTab(data)) this.#takeAnswer(data)
    })
    this.#all.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (isToAll(data)) this.#takeNews(data)
    })
    this.greet()
  }

  call<K extends EngineMethod>(method: K, ...args: ArgumentsOf<K>): Promise<AnswerOf<K>> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1
      const pending: Pending = {
        method,
        args,
        answer(answer) {
          if (isAnswerTo(method, answer)) resolve(answer.value)
        },
        fail: (failure) => reject(new EngineError(failure)),
        sentTo: undefined,
      }
      this.#pending.set(this.#lastId, pending)
      if (this.#engine !== undefined) this.#send(this.#lastId, pending)
    })
  }

  subscribe(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Asks whoever is the engine to say so. */
  greet(): void {
    this.#post({ kind: 'hello', tab: this.#tab })
  }

  close(): void {
    for (const channel of [this.#calls, this.#all, this.#answers]) channel.close()
  }

  #post(frame: ToEngine): void {
    this.#calls.postMessage(frame)
  }

  #send(id: number, pending: Pending): void {
    pending.sentTo = this.#engine
    this.#post({ kind: 'call', tab: this.#tab, id, method: pending.method, args: pending.args })
  }

  #takeNews(frame: ToAll): void {
    this.heardAt = performance.now()
    if (frame.kind === 'started') return this.greet()
    if (frame.kind === 'event') return this.#tell(frame.event)
    if (frame.engine === this.#engine) this.#tell({ kind: 'state', state: frame.state })
  }

  #takeAnswer(frame: ToTab): void {
    this.heardAt = performance.now()
    if (frame.kind === 'welcome') return this.#meet(frame)
    const pending = this.#pending.get(frame.id)
    if (pending === undefined) return
    this.#pending.delete(frame.id)
    if (frame.kind === 'answer') pending.answer(frame)
    else pending.fail(frame.failure)
  }

  #meet({ engine, build, state }: Extract<ToTab, { kind: 'welcome' }>): void {
    if (build !== this.#build) return this.#tell({ kind: 'otherBuild' })
    if (engine !== this.#engine) {
      this.#engine = engine
      for (const [id, pending] of this.#pending) this.#passOn(id, pending)
    }
    this.#tell({ kind: 'state', state })
  }

  #passOn(id: number, pending: Pending): void {
    if (pending.sentTo === undefined || isRepeatable(pending.method)) return this.#send(id, pending)
    this.#pending.delete(id)
    pending.fail('engineGone')
  }

  #tell(event: EngineEvent): void {
    for (const listener of this.#listeners) listener(event)
  }
}
