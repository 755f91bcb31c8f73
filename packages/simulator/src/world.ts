import { createFaultsAndClimate } from './climate.ts'
import { noFaults } from './faults.ts'
import type { Climate, FaultCounts } from './faults.ts'
import { Ledger } from './ledger.ts'
import { Network } from './network.ts'
import type { Ends, FrameUnderWay, NetworkPorts } from './network-ports.ts'
import { HttpNetwork } from './simulated-http.ts'
import { CryptoWatch } from './simulated-crypto.ts'
import { noDeeds } from './deeds.ts'
import type { DeedCounts } from './deeds.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { createScheduler } from './scheduler.ts'
import type { Scheduler } from './scheduler.ts'
import { createTrace } from './trace.ts'
import type { Trace } from './trace.ts'

/** Midsummer of a year that is not over: an ordinary moment. */
const BEGINS_AT = Date.UTC(2026, 5, 21, 12)

/** One seed's world: time, chance, weather, wires, and the book of what was promised and seen. */
export class World {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly trace: Trace
  readonly faults: FaultCounts
  readonly deeds: DeedCounts
  readonly network: Network
  readonly http: HttpNetwork
  readonly ledger: Ledger
  readonly cryptoWatch: CryptoWatch
  readonly beganAt: number = BEGINS_AT
  climate: Climate
  /** A frame that the wire swallows, though those behind it come through. */
  swallows: (frame: FrameUnderWay) => boolean = () => false
  #isCut: (ends: Ends) => boolean = () => false

  constructor(seed: string) {
    this.random = createRandom(`world ${seed}`)
    this.scheduler = createScheduler(BEGINS_AT)
    this.trace = createTrace()
    this.faults = noFaults()
    this.deeds = noDeeds()
    this.climate = createFaultsAndClimate(this.random.fork('climate'))
    this.ledger = new Ledger(this.trace, () => this.scheduler.now())
    this.cryptoWatch = new CryptoWatch((what) => this.ledger.violate('nonceReused', what))
    const ports: Omit<NetworkPorts, 'random'> = {
      scheduler: this.scheduler,
      trace: this.trace,
      faults: this.faults,
      climate: () => this.climate,
      swallows: (frame) => this.swallows(frame),
      isCut: (ends) => this.#isCut(ends),
      watch: (frame) => this.ledger.frameLeft(frame),
    }
    this.network = new Network({ ...ports, random: this.random.fork('network') })
    this.http = new HttpNetwork({ ...ports, random: this.random.fork('http') })
  }

  /** Nothing goes from one to the other any more, in either direction; with nothing cut everything is whole again. */
  cut(isCut: (ends: Ends) => boolean): void {
    this.faults.networkCut += 1
    this.trace.note(`${this.scheduler.now()} the network is cut`)
    this.#isCut = isCut
    this.network.breakAll(isCut)
  }

  heal(): void {
    this.trace.note(`${this.scheduler.now()} the network is whole`)
    this.#isCut = () => false
  }
}
