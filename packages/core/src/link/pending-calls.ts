import { decodeCbor, REQUEST_TIMEOUT_MS } from '@rushlight/protocol'
import type { Frame, Method, WireError } from '@rushlight/protocol'
import type { Alarms } from '../engine/alarms.ts'
import type { Clock } from '../ports/clock.ts'

/** The requests of one connection that have no answer yet. Each is settled exactly once (LK1). */
export interface PendingCalls {
  /** The id under which the request goes out, and its result. `onTimeout` runs when no answer came in time. */
  add<P, R>(
    method: Method<P, R>,
    onTimeout: () => void,
  ): { readonly id: number; readonly result: Promise<CallResult<R>> }
  settle(frame: Extract<Frame, { kind: 'answer' | 'failure' }>): void
  /** The connection has ended: all are `lost`. */
  loseAll(): void
}

export type CallResult<R> =
  | { readonly kind: 'answer'; readonly value: R }
  | { readonly kind: 'failure'; readonly error: WireError }
  /** Nobody knows whether it was carried out. */
  | { readonly kind: 'lost' }

type Settle = (frame: Extract<Frame, { kind: 'answer' | 'failure' }> | undefined) => void

export function createPendingCalls(alarms: Alarms, clock: Clock): PendingCalls {
  const pending = new Map<number, Settle>()
  let lastId = 0
  return {
    add<P, R>(method: Method<P, R>, onTimeout: () => void) {
      lastId += 1
      const id = lastId
      const cancel = alarms.set(clock.now() + REQUEST_TIMEOUT_MS, onTimeout)
      const { promise, resolve } = Promise.withResolvers<CallResult<R>>()
      pending.set(id, (frame) => {
        cancel()
        resolve(resultOf(method, frame))
      })
      return { id, result: promise }
    },
    settle(frame) {
      const settle = pending.get(frame.id)
      pending.delete(frame.id)
      settle?.(frame)
    },
    loseAll() {
      const settles = [...pending.values()]
      pending.clear()
      for (const settle of settles) settle(undefined)
    },
  }
}

function resultOf<P, R>(method: Method<P, R>, frame: Parameters<Settle>[0]): CallResult<R> {
  if (frame?.kind === 'failure') return { kind: 'failure', error: frame.error }
  if (frame === undefined) return { kind: 'lost' }
  const result = decodeCbor(method.result, frame.result)
  // One that cannot be read tells as little as none, but the line is there still: it may be asked again.
  return result === undefined
    ? { kind: 'failure', error: { code: 'unavailable' } }
    : { kind: 'answer', value: result.value }
}
