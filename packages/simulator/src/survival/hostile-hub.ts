import { equal, parseFrame } from '@rushlight/protocol'
import type { SecondStory } from '@rushlight/server/testing'
import type { FrameUnderWay } from '../network-ports.ts'
import type { ProviderHost } from '../provider-host.ts'
import type { Random } from '../random.ts'
import type { World } from '../world.ts'

const KEPT_MAX = 50
const LATE_MS_MAX = 20_000

export type SecondlyTold = { readonly device: string; readonly story: SecondStory }

/** A provider that does with what it sends to its people whatever it likes; what others sign it cannot make up. */
export class HostileHub {
  readonly #world: World
  readonly #provider: ProviderHost
  readonly #random: Random
  /** What it has sent to each device, to send it again. */
  readonly #kept = new Map<string, Uint8Array[]>()
  /** From whom it withholds what is pushed. */
  #victims: ReadonlySet<string> = new Set()

  constructor(world: World, provider: ProviderHost) {
    this.#world = world
    this.#provider = provider
    this.#random = world.random.fork(`hostile ${provider.name}`)
  }

  /** `told`: whom it tells another story than the others. */
  begin(told?: SecondlyTold): void {
    const { ledger } = this.#world
    if (told !== undefined) ledger.secondlyTold = { device: told.device, log: () => told.story.log }
    this.#world.swallows = (under) => {
      if (under.host !== this.#provider.name) return false
      if (under.device === told?.device) return this.#tell(told.story, under)
      return under.way === 'down' && this.#does(under)
    }
  }

  end(): void {
    this.#world.swallows = () => false
  }

  #tell(story: SecondStory, { way, frame, hand }: FrameUnderWay): boolean {
    if (way === 'up') {
      story.hear(frame)
      return false
    }
    story.tell(frame, (told) => (equal(told, frame) ? hand(frame) : this.#forge(told, hand)))
    return true
  }

  /** True: it does not send this, or not so. */
  #does({ device, frame, hand }: FrameUnderWay): boolean {
    if (parseFrame(frame)?.kind !== 'push') return this.#answers(frame, hand)
    const kept = this.#kept.get(device) ?? []
    this.#kept.set(device, [...kept, frame].slice(-KEPT_MAX))
    if (this.#random.chance(0.05)) this.#victims = new Set([...this.#victims, device].slice(-1))
    switch (this.#random.below(6)) {
      case 0:
        return this.#victims.has(device) || this.#random.chance(0.3)
      case 1:
        this.#later(() => hand(frame))
        return true
      case 2: {
        const old = this.#random.pick(kept)
        if (old !== undefined) this.#forge(old, hand)
        return false
      }
      case 3:
        if (this.#random.chance(0.3)) this.#forge(this.#bend(frame), hand)
        return false
      default:
        return this.#victims.has(device)
    }
  }

  #answers(frame: Uint8Array, hand: (frame: Uint8Array) => void): boolean {
    if (this.#random.chance(0.03)) {
      this.#forge(this.#bend(frame), hand)
      return true
    }
    if (!this.#random.chance(0.05)) return false
    this.#later(() => hand(frame))
    return true
  }

  #forge(frame: Uint8Array, hand: (frame: Uint8Array) => void): void {
    this.#world.faults.frameForged += 1
    hand(frame)
  }

  #later(run: () => void): void {
    const { scheduler, faults } = this.#world
    faults.frameForged += 1
    scheduler.at(scheduler.now() + this.#random.below(LATE_MS_MAX), run)
  }

  /** One byte is another. */
  #bend(frame: Uint8Array): Uint8Array {
    const bent = frame.slice()
    const at = this.#random.below(bent.length)
    bent[at] = (bent[at] ?? 0) ^ (1 + this.#random.below(255))
    return bent
  }
}
