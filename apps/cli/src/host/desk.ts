import type { Client, ClientEvent } from '@rushlight/core'
import { CommandFailure } from '../failure/command-failure.ts'
import { HandOut } from './hand-out.ts'

export type DeskParts = {
  readonly client: Client
  readonly version: string
  /** Erases the profile, once its client is closed. */
  readonly wipe: () => Promise<void>
}

/** How long no provider has to answer until they count as out of reach: a restart is waited for. */
const OFFLINE_AFTER_MS = 2000
/** How long coming online may take before a command goes on without. */
const CATCH_UP_MS_MAX = 15_000
/** How often conditions are looked at again that no event tells of. */
const LOOK_AGAIN_MS = 100

/** What the methods work on: one client, and what is known of its surroundings. */
export class Desk {
  readonly client: Client
  readonly version: string
  readonly handOut: HandOut
  readonly #parts: DeskParts
  readonly #listeners = new Set<() => void>()
  /** Ends when the last of those has that go one after another. */
  #turn: Promise<unknown> = Promise.resolve()
  /** Counts changes of anything that a view shows. */
  changes = 1
  isOver = false
  /** Another device took this one off the account. */
  hasEnded = false

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.client = parts.client
    this.version = parts.version
    this.handOut = new HandOut(parts.client)
    this.client.subscribe((event) => this.#onEvent(event))
  }

  #onEvent(event: ClientEvent): void {
    this.changes += 1
    if (event.kind === 'ended') this.hasEnded = true
    for (const listener of this.#listeners) listener()
  }

  /** Whether what happened meanwhile is fetched; false: the provider is out of reach. */
  async catchUp(): Promise<boolean> {
    this.client.start()
    const caughtUp = await this.until(() => {
      if (this.hasEnded) throw new CommandFailure('accountEnded')
      if (this.client.connection().isCaughtUp) return true
      return this.isOffline() ? false : undefined
    }, CATCH_UP_MS_MAX)
    return caughtUp ?? false
  }

  isOffline(): boolean {
    const { failedSince } = this.client.connection()
    return failedSince !== undefined && Date.now() - failedSince >= OFFLINE_AFTER_MS
  }

  /** The first answer there is, asked again whenever something may have changed; `undefined` when the time is over. */
  async until<T>(ask: () => T | undefined | Promise<T | undefined>, timeoutMs: number): Promise<T | undefined> {
    const endsAt = performance.now() + timeoutMs
    for (;;) {
      const answer = await ask()
      const leftMs = endsAt - performance.now()
      if (answer !== undefined || leftMs <= 0 || this.isOver) return answer
      await this.#nextEvent(Math.min(leftMs, LOOK_AGAIN_MS))
    }
  }

  /** One after another, in the order in which they were asked for: who hands over two messages at once means the first first. */
  inTurn<T>(task: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(task)
    this.#turn = done.catch(() => undefined)
    return done
  }

  /** Calls once the account has ended, here or everywhere; what comes back takes that back. */
  onOver(task: () => void): () => void {
    const look = (): void => {
      if (!this.isOver && !this.hasEnded) return
      this.#listeners.delete(look)
      task()
    }
    this.#listeners.add(look)
    return () => this.#listeners.delete(look)
  }

  /** The account is gone from this device: erases everything. */
  async end(): Promise<void> {
    this.isOver = true
    await this.#parts.wipe()
    for (const listener of this.#listeners) listener()
  }

  #nextEvent(timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        this.#listeners.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, timeoutMs)
      this.#listeners.add(wake)
    })
  }
}
