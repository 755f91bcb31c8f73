import { encodeFrame, hello, parseFrame, pushCodec, REQUESTS_IN_FLIGHT_MAX } from '@rushlight/protocol'
import type { Cbor, Frame, Push, WireErrorCode } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { HELLO_MS_MAX, REQUEST_BYTES_IN_FLIGHT_MAX } from '../limits.ts'
import type { Limit } from '../limiting/rate-limit.ts'
import type { Link } from '../ports/link.ts'
import type { Cancel } from '../ports/schedule.ts'
import { createMailbox } from '../turns/mailbox.ts'
import type { Mailbox } from '../turns/mailbox.ts'
import type { Caller, Session } from './caller.ts'
import { refuse, refuseFor } from './outcome.ts'
import type { Outcome } from './outcome.ts'
import type { Lane, Route } from './route.ts'
import type { SessionRegistry } from './session-registry.ts'

export type ConnectionSettings = {
  readonly kernel: Pick<Kernel, 'log' | 'figures' | 'clock' | 'schedule'>
  readonly link: Link
  readonly challenge: Uint8Array
  readonly routes: ReadonlyMap<number, Route>
  readonly sessions: SessionRegistry
  readonly requestLimit: Limit
}

type Request = Extract<Frame, { kind: 'request' }>

/**
 * One connection: frames in, answers and pushes out. Requests of one lane are answered in the order of their arrival; a
 * slow one holds up no other lane. Nothing is sent after it has ended.
 */
export class Connection implements Caller {
  readonly peer: string
  readonly challenge: Uint8Array
  readonly #settings: ConnectionSettings
  readonly #lanes = new Map<Lane, Mailbox>()
  readonly #underWay = new Map<number, Promise<void>>()
  #bytesUnderWay = 0
  #isGreeted = false
  readonly #cancelHello: Cancel
  #state: 'open' | 'draining' | 'ended' = 'open'

  constructor(settings: ConnectionSettings) {
    this.#settings = settings
    this.peer = settings.link.peer
    this.challenge = settings.challenge
    const { clock, schedule } = settings.kernel
    this.#cancelHello = schedule.at(clock.now() + HELLO_MS_MAX, () => this.#drop())
  }

  get session(): Session | undefined {
    return this.#settings.sessions.of(this)
  }

  receive(bytes: Uint8Array): void {
    if (this.#state === 'ended') return
    const frame = parseFrame(bytes)
    if (frame?.kind !== 'request' || this.#underWay.has(frame.id)) return this.#drop()
    const refused = this.#admit(bytes.length)
    if (refused !== undefined) return this.#answer(frame, refused)
    this.#bytesUnderWay += bytes.length
    const answered = this.#serve(frame).finally(() => {
      this.#bytesUnderWay -= bytes.length
      this.#underWay.delete(frame.id)
    })
    this.#underWay.set(frame.id, answered)
  }

  push(push: Push): void {
    this.pushFrame(encodeFrame({ kind: 'push', push: pushCodec.toCbor(push) }))
  }

  pushFrame(frame: Uint8Array): void {
    if (this.#state === 'ended') return
    this.#settings.kernel.figures.count('pushes')
    this.#settings.link.send(frame)
  }

  /** Takes no new requests; resolves when those under way are answered. */
  async drain(): Promise<void> {
    if (this.#state === 'open') this.#state = 'draining'
    await Promise.all(this.#underWay.values())
  }

  /** The link is gone, or about to be. */
  end(): void {
    this.#state = 'ended'
    this.#cancelHello()
  }

  #admit(bytes: number): Outcome<Cbor> | undefined {
    if (this.#state === 'draining') return refuse('unavailable', DRAINING_WAIT_MS)
    const isFull = this.#underWay.size >= REQUESTS_IN_FLIGHT_MAX
    const isLarge = this.#bytesUnderWay > 0 && this.#bytesUnderWay + bytes > REQUEST_BYTES_IN_FLIGHT_MAX
    if (isFull || isLarge) return refuse('tooManyRequests', BUSY_WAIT_MS)
    return refuseFor(this.#settings.requestLimit.take(this.peer))
  }

  async #serve(request: Request): Promise<void> {
    const { routes, kernel } = this.#settings
    kernel.figures.count('requests')
    const route = routes.get(request.method)
    if (route === undefined) return this.#answer(request, refuse('unknownMethod'))
    if (!this.#isGreeted && route.number !== hello.number) return this.#answer(request, refuse('malformed'))
    const outcome = await this.#run(route, request.params)
    if (route.number === hello.number && outcome.kind === 'done') this.#greeted()
    this.#answer(request, outcome)
  }

  async #run(route: Route, params: Cbor): Promise<Outcome<Cbor>> {
    try {
      if (route.lane === undefined) return await route.run(this, params)
      return await this.#laneOf(route.lane).run(() => route.run(this, params))
    } catch (error) {
      const code = codeOf(error)
      if (code === 'internal') this.#settings.kernel.log.note('requestFailed')
      return refuse(code)
    }
  }

  #greeted(): void {
    this.#isGreeted = true
    this.#cancelHello()
  }

  #laneOf(lane: Lane): Mailbox {
    const mailbox = this.#lanes.get(lane) ?? createMailbox()
    this.#lanes.set(lane, mailbox)
    return mailbox
  }

  #answer({ id }: Request, outcome: Outcome<Cbor>): void {
    if (this.#state === 'ended') return
    if (outcome.kind === 'refused') this.#settings.kernel.figures.count('refusals')
    this.#settings.link.send(
      encodeFrame(
        outcome.kind === 'done'
          ? { kind: 'answer', id, result: outcome.result }
          : { kind: 'failure', id, error: outcome.error },
      ),
    )
  }

  #drop(): void {
    this.#settings.kernel.log.note('connectionDropped')
    this.end()
    this.#settings.link.close('malformed')
  }
}

const DRAINING_WAIT_MS = 5_000
const BUSY_WAIT_MS = 250

/** Everything but a full store passes by itself or is a bug; the client tries again either way. */
function codeOf(error: unknown): WireErrorCode {
  if (!(error instanceof RecordsError)) return 'internal'
  return error.code === 'storageFull' ? 'storageFull' : 'unavailable'
}
