import type { ClientEvent } from '@rushlight/core'
import type { EngineApi } from '../engine/engine-api.ts'
import type { EngineState } from '../engine/engine-state.ts'
import { ALL_CHANNEL, ENGINE_CHANNEL, isToEngine, tabChannel } from './frames.ts'
import type { CallFailure, ToAll, ToEngine, ToTab } from './frames.ts'

export type ServedEngine = {
  /** Random: tells one life of the engine from the next. */
  readonly id: string
  readonly build: string
  readonly api: EngineApi
  /** When it knows whether it is open: what is asked before waits. */
  readonly ready: () => Promise<void>
  readonly state: () => EngineState
  readonly failureOf: (failure: unknown) => CallFailure
}

export interface EngineServer {
  tellState(state: EngineState): void
  tellEvent(event: ClientEvent): void
  close(): void
}

/** Answers every tab on a channel of its own; tells all of them what happens, by name and without content. */
export function serveEngine(engine: ServedEngine): EngineServer {
  const calls = new BroadcastChannel(ENGINE_CHANNEL)
  const all = new BroadcastChannel(ALL_CHANNEL)
  const tabs = new Map<string, BroadcastChannel>()

  function tell(frame: ToAll): void {
    all.postMessage(frame)
  }

  function answer(tab: string, frame: ToTab): void {
    post(tab, frame)
  }

  /** What methods answer is of their types by `api`. */
  function post(tab: string, frame: object): void {
    const known = tabs.get(tab)
    const channel = known ?? new BroadcastChannel(tabChannel(tab))
    if (known === undefined) tabs.set(tab, channel)
    channel.postMessage(frame)
  }

  async function take(frame: ToEngine): Promise<void> {
    const { tab } = frame
    const { id: own, build, api, ready, state, failureOf } = engine
    if (frame.kind === 'hello') return answer(tab, { kind: 'welcome', engine: own, build, state: state() })
    const { id, method, args } = frame
    await ready()
    try {
      const value: unknown = await Reflect.apply(api[method], api, args)
      post(tab, { kind: 'answer', id, method, value })
    } catch (failure) {
      answer(tab, { kind: 'failed', id, failure: failureOf(failure) })
    }
  }

  calls.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isToEngine(data)) void take(data)
  })
  tell({ kind: 'started', engine: engine.id, build: engine.build })
  return {
    tellState: (state) => tell({ kind: 'state', engine: engine.id, state }),
    tellEvent: (event) => tell({ kind: 'event', event }),
    close() {
      for (const channel of [calls, all, ...tabs.values()]) channel.close()
    },
  }
}
