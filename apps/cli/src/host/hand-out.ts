import type { Client, ReceivedMessage } from '@rushlight/core'
import { base64url } from '@rushlight/protocol'
import type { Visitor } from './visitor.ts'

export type Leased = { readonly received: ReceivedMessage; readonly ticket: string }

/**
 * Hands out each message once: what one visitor holds is not given to another until that one has gone without
 * acknowledging it. Acknowledged is read: from then on burn-on-read runs.
 */
export class HandOut {
  readonly #client: Client
  readonly #leased = new Set<string>()

  constructor(client: Client) {
    this.#client = client
  }

  async take(visitor: Visitor, limit: number): Promise<readonly Leased[]> {
    const received = await this.#client.received(limit + this.#leased.size)
    if (visitor.hasGone) return []
    const taken: Leased[] = []
    for (const one of received) {
      const ticket = base64url(one.ticket)
      if (taken.length >= limit || this.#leased.has(ticket)) continue
      this.#leased.add(ticket)
      visitor.leases.set(ticket, one)
      taken.push({ received: one, ticket })
    }
    return taken
  }

  /** Tickets that the visitor does not hold are passed over: acknowledging twice does no harm. */
  async acknowledge(visitor: Visitor, tickets: readonly string[]): Promise<void> {
    const held = tickets.flatMap((ticket) => visitor.leases.get(ticket) ?? [])
    const rooms = Map.groupBy(held, ({ message }) => message.room)
    for (const [room, messages] of rooms) {
      await this.#client.markRead(
        room,
        messages.map(({ message }) => message.id),
      )
    }
    if (held.length > 0) await this.#client.acknowledgeReceived(held.map(({ ticket }) => ticket))
    this.#forget(visitor, tickets)
  }

  /** The visitor has gone: what it held is for the next one. */
  release(visitor: Visitor): void {
    visitor.hasGone = true
    this.#forget(visitor, [...visitor.leases.keys()])
  }

  #forget(visitor: Visitor, tickets: readonly string[]): void {
    for (const ticket of tickets) if (visitor.leases.delete(ticket)) this.#leased.delete(ticket)
  }
}
