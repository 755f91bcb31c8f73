import type { Connection, ConnectionEvents, Transport } from '@rushlight/core'
import type { Ends, Listener, NetworkPorts } from './network-ports.ts'
import { Wire } from './wire.ts'

/** What one device's way into the network depends on. */
export type Way = {
  /** Whether it has a network at all. */
  readonly isUp: () => boolean
  /** A frame is handed over: the process may die at it, before or after. */
  readonly onSend: (hand: () => void) => void
}

/** Everybody's connections. */
export class Network {
  readonly #ports: NetworkPorts
  readonly #listeners = new Map<string, Listener>()
  readonly #wires = new Set<Wire>()
  /** Of each device, the number of its newest connection that the other side has accepted. */
  readonly #newest = new Map<string, number>()
  #lastWire = 0

  constructor(ports: NetworkPorts) {
    this.#ports = ports
  }

  listen(url: string, listener: Listener): void {
    this.#listeners.set(url, listener)
  }

  transportOf(device: string, way: Way): Transport {
    return {
      noticesSilence: true,
      connect: (url, events) => {
        const wire = this.#connect({ device, host: new URL(url).host }, events)
        const isThere = way.isUp() && !this.#ports.isCut(wire.ends)
        wire.open(isThere ? this.#listeners.get(url) : undefined)
        return { send: (frame) => way.onSend(() => wire.send(frame)), close: () => wire.close() } satisfies Connection
      },
    }
  }

  /** A host is gone: what it had open breaks for the other side, some time later. */
  breakAll(isBetween: (ends: Ends) => boolean): void {
    for (const wire of this.#wires) if (isBetween(wire.ends)) wire.breakNow()
  }

  #connect({ device, host }: { readonly device: string; readonly host: string }, events: ConnectionEvents): Wire {
    this.#lastWire += 1
    const number = this.#lastWire
    // Of one device, whatever process of it.
    const [owner = device] = device.split('/')
    const wire = new Wire({
      name: `${device}#${number}`,
      device,
      ends: { from: owner, to: host },
      ports: this.#ports,
      events,
      accepted: () => this.#newest.set(owner, Math.max(number, this.#newest.get(owner) ?? 0)),
      isOld: () => number < (this.#newest.get(owner) ?? 0),
      done: () => this.#wires.delete(wire),
    })
    this.#wires.add(wire)
    return wire
  }
}
