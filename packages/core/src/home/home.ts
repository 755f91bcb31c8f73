import { span } from '@rushlight/protocol'
import type { Crypto, HelloResult, ProviderName, Push } from '@rushlight/protocol'
import { createMailbox } from '../engine/mailbox.ts'
import type { Mailbox } from '../engine/mailbox.ts'
import { OwnHubLink } from '../hub/hub-link.ts'
import { hubBy } from '../hub/hub.ts'
import type { Hub } from '../hub/hub.ts'
import { Link } from '../link/link.ts'
import type { LinkPorts } from '../link/link.ts'

/** What happens at a home, for whoever runs the client. */
export interface HomeEvents {
  onOpen(home: Home, greeting: HelloResult): void
  onPush(home: Home, push: Push): void
  /** A request was refused because the provider does not know who asks (any more). */
  onUnknown(home: Home): void
  onLost(home: Home): void
}

export type HomePorts = LinkPorts & { readonly crypto: Crypto }

/** How long the other homes' people wait for one that does not answer. */
const PATIENCE_MS: number = 3 * span.SECOND_MS
const GREETING_WAIT_MS: number = 15 * span.SECOND_MS

/** Since when a provider cannot be reached, UTC ms, and in how many tries. */
export type Failure = { readonly since: number; readonly tries: number }

/**
 * One of the account's providers at work: the connection, and what holds as long as it does. What is kept of it lies in its
 * row (`home-row.ts`).
 */
export class Home {
  readonly url: string
  readonly link: Link
  readonly hub: Hub
  /** Puts of the sealed backup: one at a time. */
  readonly backups: Mailbox = createMailbox()
  /** Letterbox and KeyPackages: the same. */
  readonly shelves: Mailbox = createMailbox()
  backupUnderWay: Promise<void> | undefined
  /** `undefined`: nobody has an account there yet. */
  name: ProviderName | undefined
  /** The link is open, and the provider knows which device this is. */
  isReady = false
  /** And all that happened before is fetched. */
  isCaughtUp = false
  /** This account runs the provider. */
  isOperator = false
  /** By which the provider knows this device's HTTP requests; as good as the connection. */
  sessionToken: string | undefined
  /** What it is asked for anew until it is in force: the provider does not let the account in. */
  refusal: 'invitationNeeded' | 'registrationClosed' | undefined
  /** Ends the wait until the queue is read again, for what could not be dealt with. */
  cancelQueueRetry: () => void = () => undefined
  readonly #ports: HomePorts
  readonly #greeted = new Set<(greeting: HelloResult) => void>()
  #startedAt = 0
  #failure: Failure | undefined

  constructor(url: string, ports: HomePorts, events: HomeEvents) {
    this.url = url
    this.#ports = ports
    this.link = new Link(url, ports, {
      onOpen: (greeting) => {
        this.#failure = undefined
        for (const resolve of this.#greeted) resolve(greeting)
        events.onOpen(this, greeting)
      },
      onPush: (push) => events.onPush(this, push),
      onUnknown: () => events.onUnknown(this),
      onLost: () => {
        this.#noteFailure()
        this.forget()
        events.onLost(this)
      },
    })
    this.hub = hubBy(ports.crypto, new OwnHubLink(this.link))
  }

  get isOpen(): boolean {
    return this.link.state === 'open'
  }

  /** While the link is open there is none; nor before its first try has come to an end. */
  get failure(): Failure | undefined {
    return this.#failure
  }

  /** Nobody waits for it any longer: it has failed, or has said nothing for a while. */
  get isGivenUp(): boolean {
    return this.#failure !== undefined || (!this.isOpen && this.#ports.clock.now() >= this.#startedAt + PATIENCE_MS)
  }

  start(): void {
    this.#startedAt = this.#ports.clock.now()
    this.link.start()
  }

  /** What the provider says of itself; `undefined`: it has not answered in time. */
  waitForGreeting(): Promise<HelloResult | undefined> {
    if (this.link.greeting !== undefined) return Promise.resolve(this.link.greeting)
    const { alarms, clock } = this.#ports
    const { promise, resolve } = Promise.withResolvers<HelloResult | undefined>()
    const cancel = alarms.set(clock.now() + GREETING_WAIT_MS, () => resolve(undefined))
    this.#greeted.add(resolve)
    return promise.finally(() => {
      cancel()
      this.#greeted.delete(resolve)
    })
  }

  stop(): void {
    this.link.stop()
    this.cancelQueueRetry()
    this.forget()
  }

  /** The connection was lost: nothing that was proven on it counts on the next. */
  forget(): void {
    this.isReady = false
    this.isCaughtUp = false
    this.sessionToken = undefined
    this.hub.doors.forget()
  }

  #noteFailure(): void {
    const { since = this.#ports.clock.now(), tries = 0 } = this.#failure ?? {}
    this.#failure = { since, tries: tries + 1 }
  }
}
