import { decodeCbor, encodeFrame, hello, parseFrame, pushCodec, WIRE_FORMAT } from '@rushlight/protocol'
import type { Frame, HelloResult, LogItem, Method, Push, WireError } from '@rushlight/protocol'

/** A refusal, as a test wants to see it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly wire: WireError

  constructor(wire: WireError) {
    super(wire.code)
    this.wire = wire
  }
}

/** The least that speaks the wire, for tests and load: asks, is answered, and collects what is pushed. */
export class WireClient {
  readonly pushes: Push[] = []
  isClosed: boolean = false
  /** Told of each push instead of it being collected. */
  onPush: ((push: Push) => void) | undefined
  readonly #send: (frame: Uint8Array) => void
  readonly #pending = new Map<number, (frame: Frame) => void>()
  #lastId = 0

  constructor(send: (frame: Uint8Array) => void) {
    this.#send = send
  }

  receive(bytes: Uint8Array): void {
    const frame = parseFrame(bytes)
    if (frame === undefined) throw new Error('the provider sent what is no frame')
    if (frame.kind === 'push') {
      const push = decodeCbor(pushCodec, frame.push)
      if (push === undefined) throw new Error('the provider pushed what is no push')
      if (this.onPush === undefined) this.pushes.push(push.value)
      else this.onPush(push.value)
    } else {
      this.#pending.get(frame.id)?.(frame)
      this.#pending.delete(frame.id)
    }
  }

  /** The result, or rejects with a `Refusal`. Never settles if the connection ends first. */
  call<P, R>(method: Method<P, R>, params: P): Promise<R> {
    this.#lastId += 1
    const id = this.#lastId
    const answered = new Promise<R>((resolve, reject) => {
      this.#pending.set(id, (frame) => {
        if (frame.kind === 'failure') return reject(new Refusal(frame.error))
        const result = frame.kind === 'answer' ? decodeCbor(method.result, frame.result) : undefined
        if (result === undefined) return reject(new Error('an answer that cannot be read'))
        resolve(result.value)
      })
    })
    this.#send(encodeFrame({ kind: 'request', id, method: method.number, params: method.params.toCbor(params) }))
    return answered
  }

  /** Sends what may be no frame at all. */
  sendRaw(bytes: Uint8Array): void {
    this.#send(bytes)
  }

  /** Entries pushed so far, of all logs, in their order. */
  get pushedItems(): readonly LogItem[] {
    return this.pushes.flatMap((push) => (push.kind === 'entries' ? push.items : []))
  }
}

/** A greeted connection. */
export type Connected = { readonly client: WireClient; readonly greeting: HelloResult; readonly close: () => void }

export function greet(client: WireClient): Promise<HelloResult> {
  return client.call(hello, { formats: [WIRE_FORMAT], software: 'test' })
}
