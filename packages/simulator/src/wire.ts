import type { ConnectionEvents } from '@rushlight/core'
import type { Ends, Listener, NetworkPorts, ServerSide } from './network-ports.ts'

export type WirePorts = {
  readonly name: string
  readonly device: string
  /** Of the device, whatever process of it. */
  readonly ends: Ends
  readonly ports: NetworkPorts
  readonly events: ConnectionEvents
  /** The other side has taken it. */
  readonly accepted: () => void
  /** The same device has a newer one that the other side has taken. */
  readonly isOld: () => boolean
  readonly done: () => void
}

/** A path that has gone dead is noticed after this long. */
const NOTICED_AFTER_MS = 3000
/** How many times longer than usual a frame may take, or stay in the buffers of a connection that is over. */
const SLOW_TIMES_MAX = 20

/**
 * One connection, both ends of it, as TCP is: in order, whole, until it breaks. What is lost is lost with everything after
 * it. A connection that one end has given up may still hand over, late, what was on its way: so frames of an old connection
 * arrive after those of the next, and what was sent again arrives twice. Beyond TCP, a relay in between may repeat a frame.
 */
export class Wire {
  readonly ends: Ends
  readonly #wire: WirePorts
  #server: ServerSide | undefined
  #isOver = false
  /** What was sent before the end still arrives at the other side. */
  #isLingering = false
  readonly #isDead = { up: false, down: false }
  readonly #lastArrival = { up: 0, down: 0 }

  constructor(wire: WirePorts) {
    this.#wire = wire
    this.ends = wire.ends
  }

  open(listener: Listener | undefined): void {
    this.#later(() => {
      this.#server = listener?.accept({
        peer: this.#wire.device,
        send: (frame) => this.#carry('down', frame),
        close: () => this.breakNow(),
      })
      if (this.#server === undefined) return this.breakNow()
      this.#wire.accepted()
      this.#later(() => this.#wire.events.onOpen())
    })
  }

  send(frame: Uint8Array): void {
    if (this.#isOver) return
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
    this.#after(this.#latency(), () => events.onLost())
  }

  #end(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#isLingering = this.#wire.ports.random.chance(0.5)
    this.#wire.done()
    const server = this.#server
    if (server === undefined) return
    const last = Math.max(this.#wire.ports.scheduler.now() + this.#latency(), this.#lastArrival.up + 1)
    this.#wire.ports.scheduler.at(this.#isLingering ? last : 0, () => server.closed())
  }

  #carry(way: 'up' | 'down', frame: Uint8Array): void {
    const { random, faults, climate, trace, scheduler, swallows } = this.#wire.ports
    if (this.#isOver) return
    trace.note(`${scheduler.now()} ${this.#wire.name} ${way}`, frame)
    const { from: device, to: host } = this.ends
    if (swallows({ device, host, way, frame, hand: (forged) => this.#arrive(way, forged) })) {
      faults.frameDropped += 1
      return
    }
    const { dropFrame, doubleFrame, loseConnection } = climate()
    if (random.chance(loseConnection)) {
      faults.connectionLost += 1
      return this.breakNow()
    }
    if (!this.#isDead[way] && random.chance(dropFrame)) {
      this.#isDead[way] = true
      this.#after(NOTICED_AFTER_MS, () => this.breakNow())
    }
    if (this.#isDead[way]) {
      faults.frameDropped += 1
      return
    }
    this.#arrive(way, frame)
    if (!random.chance(doubleFrame)) return
    faults.frameDoubled += 1
    this.#arrive(way, frame)
  }

  #arrive(way: 'up' | 'down', frame: Uint8Array): void {
    const { random, climate, scheduler, faults } = this.#wire.ports
    const isSlow = random.chance(climate().delayFrame)
    if (isSlow) faults.frameDelayed += 1
    const arrival = scheduler.now() + this.#latency() * (isSlow ? 1 + random.below(SLOW_TIMES_MAX) : 1)
    this.#lastArrival[way] = Math.max(arrival, this.#lastArrival[way])
    const copy = frame.slice()
    scheduler.at(this.#lastArrival[way], () => {
      if (way === 'up') this.#handUp(copy)
      else if (!this.#isOver) this.#wire.events.onFrame(copy)
    })
  }

  #handUp(frame: Uint8Array): void {
    if (this.#isOver && !this.#isLingering) return
    if (this.#isOver && this.#wire.isOld()) this.#wire.ports.faults.frameReordered += 1
    this.#server?.receive(frame)
  }

  #later(run: () => void): void {
    this.#after(this.#latency(), () => {
      if (!this.#isOver) run()
    })
  }

  #after(ms: number, run: () => void): void {
    const { scheduler } = this.#wire.ports
    scheduler.at(scheduler.now() + ms, run)
  }

  #latency(): number {
    const { random, climate } = this.#wire.ports
    return 1 + Math.floor(random.fraction() * climate().latencyMs)
  }
}
