import { encodeWith, Malformed, parseWith, uint } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import type { Cbor } from '../bytes/cbor.ts'
import { FRAME_BYTES_MAX } from '../limits.ts'
import { wireErrorCodec } from './wire-error.ts'
import type { WireError } from './wire-error.ts'

/**
 * One binary WebSocket message (`spec/wire.md` §2). What a request, an answer or a push carries is decoded by the method's
 * or the push's own codec.
 */
export type Frame =
  | { readonly kind: 'request'; readonly id: number; readonly method: number; readonly params: Cbor }
  | { readonly kind: 'answer'; readonly id: number; readonly result: Cbor }
  | { readonly kind: 'failure'; readonly id: number; readonly error: WireError }
  | { readonly kind: 'push'; readonly push: Cbor }

const KINDS = { request: 0, answer: 1, failure: 2, push: 3 } as const
const numbers = uint()

export function encodeFrame(frame: Frame): Uint8Array {
  return encodeWith(frameCodec, frame)
}

/** `undefined` for whatever is too long or not a frame: the connection is closed over it. */
export function parseFrame(bytes: Uint8Array): Frame | undefined {
  return bytes.length > FRAME_BYTES_MAX ? undefined : parseWith(frameCodec, bytes)
}

const frameCodec: Codec<Frame> = {
  toCbor(frame) {
    switch (frame.kind) {
      case 'request':
        return [KINDS.request, frame.id, frame.method, frame.params]
      case 'answer':
        return [KINDS.answer, frame.id, frame.result]
      case 'failure':
        return [KINDS.failure, frame.id, wireErrorCodec.toCbor(frame.error)]
      case 'push':
        return [KINDS.push, frame.push]
    }
  },
  fromCbor(cbor) {
    const [kind, first = false, second = false, third = false, ...rest] = isList(cbor) ? cbor : []
    const count = isList(cbor) && rest.length === 0 ? cbor.length : 0
    if (kind === KINDS.request && count === 4) {
      return { kind: 'request', id: numbers.fromCbor(first), method: numbers.fromCbor(second), params: third }
    }
    if (kind === KINDS.answer && count === 3) return { kind: 'answer', id: numbers.fromCbor(first), result: second }
    if (kind === KINDS.failure && count === 3) {
      return { kind: 'failure', id: numbers.fromCbor(first), error: wireErrorCodec.fromCbor(second) }
    }
    if (kind === KINDS.push && count === 2) return { kind: 'push', push: first }
    throw new Malformed('frame')
  },
}

function isList(cbor: Cbor): cbor is readonly Cbor[] {
  return Array.isArray(cbor)
}
