import { putRendezvous, readRendezvous, RENDEZVOUS_MS, span } from '@rushlight/protocol'
import type { RendezvousId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Link } from '../link/link.ts'

/** How the meeting of two devices ended before its end. */
export type MeetingEnd = 'expired' | 'cancelled' | 'occupied' | 'unreachable'

/** Thrown inside the work of one side alone, which turns it into its last state. */
export class MeetingOver extends Error {
  override readonly name = 'MeetingOver'
  readonly why: MeetingEnd

  constructor(why: MeetingEnd) {
    super(why)
    this.why = why
  }
}

/** People wait for it; a rendezvous lives some minutes and knows few. */
const LOOK_AGAIN_MS = 500
/** A line that is down comes back. */
const PUT_TRIES_MAX = 20

/** The rendezvous as one side sees it: messages in their order, until its time is over or somebody ends it. */
export class Meeting {
  readonly #core: Core
  readonly #link: Link
  readonly #id: RendezvousId
  readonly #endsAt: number
  #isCancelled = false
  #wake: () => void = () => undefined

  constructor(core: Core, link: Link, id: RendezvousId) {
    this.#core = core
    this.#link = link
    this.#id = id
    this.#endsAt = core.ports.clock.now() + RENDEZVOUS_MS
  }

  cancel(): void {
    this.#isCancelled = true
    this.#wake()
  }

  async put(place: number, box: Uint8Array): Promise<void> {
    for (let tries = 0; tries < PUT_TRIES_MAX; tries += 1) {
      const answer = await this.#link.call(putRendezvous, { rendezvous: this.#id, place, box })
      if (answer.kind === 'answer') return
      if (answer.kind === 'failure' && answer.error.code === 'recordInvalid') throw new MeetingOver('occupied')
      await this.#pause(span.SECOND_MS)
    }
    throw new MeetingOver('unreachable')
  }

  /** The message at that place, as soon as it is there. */
  async read(place: number): Promise<Uint8Array> {
    for (;;) {
      const answer = await this.#link.call(readRendezvous, { rendezvous: this.#id })
      const box = answer.kind === 'answer' ? answer.value.boxes[place] : undefined
      if (box !== undefined) return box
      await this.#pause(LOOK_AGAIN_MS)
    }
  }

  /** Resolves when that has happened which only a person decides. */
  async until<T>(decision: Promise<T>): Promise<T> {
    const over = Promise.withResolvers<never>()
    const { alarms } = this.#core
    const cancel = alarms.set(this.#endsAt, () => over.reject(new MeetingOver('expired')))
    this.#wake = () => over.reject(new MeetingOver('cancelled'))
    return Promise.race([decision, over.promise]).finally(cancel)
  }

  async #pause(forMs: number): Promise<void> {
    const { alarms, ports } = this.#core
    if (this.#isCancelled || this.#core.isClosed) throw new MeetingOver('cancelled')
    if (ports.clock.now() >= this.#endsAt) throw new MeetingOver('expired')
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = alarms.set(ports.clock.now() + forMs, resolve)
    this.#wake = resolve
    await promise.finally(cancel)
  }
}
