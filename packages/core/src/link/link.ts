import { encodeFrame, decodeCbor, hello, parseFrame, pushCodec, span, WIRE_FORMAT } from '@rushlight/protocol'
import type { Crypto, Frame, HelloResult, Method, Push } from '@rushlight/protocol'
import type { Alarms } from '../engine/alarms.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Connection, Transport } from '../ports/transport.ts'
import { LINK_TABLE } from './link-state.ts'
import type { LinkEvent, LinkState } from './link-state.ts'
import { createPendingCalls } from './pending-calls.ts'
import type { CallResult, PendingCalls } from './pending-calls.ts'
import { SilenceWatch } from './silence-watch.ts'

export type LinkPorts = {
  readonly transport: Transport
  readonly clock: Clock
  readonly alarms: Alarms
  readonly crypto: Pick<Crypto, 'randomBytes'>
  readonly log: Log
  /** Name and version of the program. */
  readonly software: string
}

export interface LinkEvents {
  onOpen(greeting: HelloResult): void
  onPush(push: Push): void
  /** A request was refused because the provider does not know who asks (any more). */
  onUnknown(): void
  onLost(): void
}

const RETRY_MS_MIN: number = span.SECOND_MS / 2
const RETRY_MS_MAX: number = 30 * span.SECOND_MS
/** A host that answers nothing at all, not even that there is nobody, fails as any other that cannot be reached. */
const CONNECT_MS_MAX: number = 10 * span.SECOND_MS

/** Keeps one connection to a provider, asks and is answered over it, and makes a new one when it is lost (`STATES.md`). */
export class Link {
  readonly url: string
  readonly #ports: LinkPorts
  readonly #events: LinkEvents
  readonly #calls: PendingCalls
  readonly #silence: SilenceWatch
  #state: LinkState = 'stopped'
  #connection: Connection | undefined
  #greeting: HelloResult | undefined
  #retryMs: number = RETRY_MS_MIN
  #cancelRetry: () => void = () => undefined
  #cancelConnect: () => void = () => undefined

  constructor(url: string, ports: LinkPorts, events: LinkEvents) {
    this.url = url
    this.#ports = ports
    this.#events = events
    this.#calls = createPendingCalls(ports.alarms, ports.clock)
    this.#silence = new SilenceWatch(ports.clock, ports.alarms)
  }

  get state(): LinkState {
    return this.#state
  }

  /** What the provider said of itself; there while the link is open. */
  get greeting(): HelloResult | undefined {
    return this.#greeting
  }

  start(): void {
    const before = this.#state
    this.#move('start')
    this.#cancelRetry()
    if (before !== this.#state) this.#connect()
  }

  stop(): void {
    this.#cancelRetry()
    this.#move('stop')
    this.#drop()
  }

  /** Tries at once instead of after the wait: something says that the network is back. */
  hurry(): void {
    this.#retryMs = RETRY_MS_MIN
    if (this.#state === 'waiting') this.start()
  }

  /** Ends this connection, and makes another one soon. */
  renew(): void {
    if (this.#state === 'open') this.#lose('lost')
  }

  /** Settles when answered or refused, or `lost` with the connection or REQUEST_TIMEOUT_MS later. */
  call<P, R>(method: Method<P, R>, params: P): Promise<CallResult<R>> {
    return this.#state === 'open' ? this.#ask(method, params) : Promise.resolve({ kind: 'lost' })
  }

  /** The provider's clock, UTC ms: the greeting once more. `undefined`: there is no connection that would tell. */
  async askTime(): Promise<number | undefined> {
    const asked = await this.call(hello, { formats: [WIRE_FORMAT], software: this.#ports.software })
    return asked.kind === 'answer' ? asked.value.now : undefined
  }

  #move(event: LinkEvent): void {
    this.#state = LINK_TABLE[this.#state][event]
  }

  #connect(): void {
    const current = (): boolean => own === this.#connection
    const own: Connection = this.#ports.transport.connect(this.url, {
      onOpen: () => {
        if (current()) void this.#greet()
      },
      onFrame: (bytes) => {
        if (current()) this.#receive(bytes)
      },
      onLost: () => {
        if (current()) this.#lose('lost')
      },
    })
    this.#connection = own
    const { alarms, clock } = this.#ports
    this.#cancelConnect = alarms.set(clock.now() + CONNECT_MS_MAX, () => {
      if (current() && this.#state === 'connecting') this.#lose('lost')
    })
  }

  async #greet(): Promise<void> {
    this.#move('opened')
    this.#cancelConnect()
    const own = this.#connection
    const result = await this.#ask(hello, { formats: [WIRE_FORMAT], software: this.#ports.software })
    if (own === undefined || own !== this.#connection || result.kind === 'lost') return
    if (result.kind === 'failure' || result.value.format !== WIRE_FORMAT) return this.#lose('refused')
    this.#move('greeted')
    this.#retryMs = RETRY_MS_MIN
    this.#greeting = result.value
    // No answer in time ends the connection, and the next one is made.
    if (!this.#ports.transport.noticesSilence) this.#silence.start(() => void this.askTime())
    this.#ports.log.note('connected')
    this.#events.onOpen(result.value)
  }

  #receive(bytes: Uint8Array): void {
    this.#silence.heard()
    const frame: Frame | undefined = parseFrame(bytes)
    if (frame?.kind === 'answer' || frame?.kind === 'failure') return this.#calls.settle(frame)
    const push = frame?.kind === 'push' ? decodeCbor(pushCodec, frame.push) : undefined
    if (push !== undefined) return this.#events.onPush(push.value)
    this.#ports.log.note('frameMalformed')
    this.#lose('lost')
  }

  #ask<P, R>(method: Method<P, R>, params: P): Promise<CallResult<R>> {
    const own = this.#connection
    const { id, result } = this.#calls.add(method, () => {
      if (own !== undefined && own === this.#connection) this.#lose('lost')
    })
    // oxlint-disable-next-line promise/always-return -- only a look at what the caller gets
    void result.then((settled) => {
      const isUnknown = settled.kind === 'failure' && settled.error.code === 'notAuthenticated'
      if (isUnknown && own === this.#connection) this.#events.onUnknown()
    })
    own?.send(encodeFrame({ kind: 'request', id, method: method.number, params: method.params.toCbor(params) }))
    return result
  }

  #lose(event: 'lost' | 'refused'): void {
    const { alarms, clock, crypto, log } = this.#ports
    this.#move(event)
    this.#drop()
    const shortened = 1 - (crypto.randomBytes(1)[0] ?? 0) / 512
    this.#cancelRetry = alarms.set(clock.now() + this.#retryMs * shortened, () => {
      this.#move('retry')
      this.#connect()
    })
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MS_MAX)
    log.note('connectionLost')
    this.#events.onLost()
  }

  #drop(): void {
    const connection = this.#connection
    this.#connection = undefined
    this.#greeting = undefined
    this.#silence.stop()
    this.#cancelConnect()
    connection?.close()
    this.#calls.loseAll()
  }
}
