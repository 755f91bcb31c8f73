import type { Connection, ConnectionEvents, Transport } from '@rushlight/core'
import type { Climate, FaultCounts } from './faults.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { Trace } from './trace.ts'

/** What a provider's host offers to whoever connects. */
export interface Listener {
  /** `undefined` while it is down. */
  accept(link: ServerLink): ServerSide | undefined
}

interface ServerLink {
  readonly peer: string
  send(frame: Uint8Array): void
  close(): void
}

interface ServerSide {
  receive(frame: Uint8Array): void
  closed(): void
}

export type NetworkPorts = {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
  readonly faults: FaultCounts
  readonly climate: () => Climate
  /** Sees every frame that leaves a device. */
  readonly watch: (frame: Uint8Array) => void
}

/** After a frame is lost the connection cannot go on in order: it breaks when somebody notices. */
const NOTICED_AFTER_MS = 3000

/**
 * Connections that delay, drop, double and reorder frames, and break. A real socket does less; what survives this survives
 * sockets, relays and proxies.
 */
export class Network {
  readonly #ports: NetworkPorts
  readonly #listeners = new Map<string, Listener>()
  readonly #wires = new Set<Wire>()
  #lastWire = 0

  constructor(ports: NetworkPorts) {
    this.#ports = ports
  }

  listen(url: string, listener: Listener): void {
    this.#listeners.set(url, listener)
  }

  /** The transport of one device. `isUp`: whether it has a network at all. */
  transportOf(device: string, isUp: () => boolean): Transport {
    return {
      connect: (url, events) => {
        this.#lastWire += 1
        const name = `${device}#${this.#lastWire}`
        const wire = new Wire({ name, device, ports: this.#ports, events, done: () => this.#wires.delete(wire) })
        this.#wires.add(wire)
        wire.open(isUp() ? this.#listeners.get(url) : undefined)
        return wire
      },
    }
  }

  /** A host is gone: what it had open breaks for the other side, some time later. */
  breakAll(isOf: (device: string) => boolean): void {
    for (const wire of this.#wires) if (isOf(wire.device)) wire.breakNow()
  }
}

type WirePorts = {
  readonly name: string
  readonly device: string
  readonly ports: NetworkPorts
  readonly events: ConnectionEvents
  readonly done: () => void
}

/** One connection, both ends of it. */
class Wire implements Connection {
  readonly device: string
  readonly #wire: WirePorts
  #server: ServerSide | undefined
  #isOver = false
  #lastArrival = { up: 0, down: 0 }

  constructor(wire: WirePorts) {
    this.#wire = wire
    this.device = wire.device
  }

  open(listener: Listener | undefined): void {
    this.#later(() => {
      this.#server = listener?.accept({
        peer: this.device,
        send: (frame) => this.#carry('down', frame),
        close: () => this.breakNow(),
      })
      if (this.#server === undefined) return this.breakNow()
      this.#later(() => this.#wire.events.onOpen())
    })
  }

  send(frame: Uint8Array): void {
    this.#wire.ports.watch(frame)
    this.#carry('up', frame)
  }

  /** The device's end hangs up. */
  close(): void {
    this.#end()
  }

  breakNow(): void {
    if (this.#isOver) return
    const { events } = this.#wire
    this.#end()
    const { scheduler } = this.#wire.ports
    scheduler.at(scheduler.now() + this.#latency(), () => events.onLost())
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#wire.done()
    const server = this.#server
    const { scheduler } = this.#wire.ports
    if (server !== undefined) scheduler.at(scheduler.now() + this.#latency(), () => server.closed())
  }

  #carry(way: 'up' | 'down', frame: Uint8Array): void {
    const { random, faults, climate, trace, scheduler } = this.#wire.ports
    if (this.#isOver) return
    trace.note(`${scheduler.now()} ${this.#wire.name} ${way}`, frame)
    const { dropFrame, doubleFrame, delayFrame, loseConnection } = climate()
    if (random.chance(loseConnection)) {
      faults.connectionLost += 1
      return this.breakNow()
    }
    if (random.chance(dropFrame)) {
      faults.frameDropped += 1
      scheduler.at(scheduler.now() + NOTICED_AFTER_MS, () => this.breakNow())
      return
    }
    this.#arrive(way, frame)
    if (random.chance(doubleFrame)) {
      faults.frameDoubled += 1
      this.#arrive(way, frame)
    }
    if (random.chance(delayFrame)) faults.frameDelayed += 1
  }

  /** In order, unless a delay lets later frames overtake. */
  #arrive(way: 'up' | 'down', frame: Uint8Array): void {
    const { random, climate, scheduler } = this.#wire.ports
    const isOvertaken = random.chance(climate().delayFrame)
    const arrival = scheduler.now() + this.#latency() * (isOvertaken ? 1 + random.below(20) : 1)
    const at = isOvertaken ? arrival : Math.max(arrival, this.#lastArrival[way])
    if (!isOvertaken) this.#lastArrival[way] = at
    const copy = frame.slice()
    scheduler.at(at, () => {
      if (this.#isOver) return
      if (way === 'up') this.#server?.receive(copy)
      else this.#wire.events.onFrame(copy)
    })
  }

  #later(run: () => void): void {
    const { scheduler } = this.#wire.ports
    scheduler.at(scheduler.now() + this.#latency(), () => {
      if (!this.#isOver) run()
    })
  }

  #latency(): number {
    const { random, climate } = this.#wire.ports
    return 1 + Math.floor(random.fraction() * climate().latencyMs)
  }
}
