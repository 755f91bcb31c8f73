import { PING_EVERY_MS } from '@rushlight/protocol'
import type { Alarms } from '../engine/alarms.ts'
import type { Clock } from '../ports/clock.ts'

/** After so long without a word one asks whether anybody is there. */
const SILENCE_MS_MAX: number = 2.5 * PING_EVERY_MS

/** Notices that nothing has come over a line for a while. */
export class SilenceWatch {
  readonly #clock: Clock
  readonly #alarms: Alarms
  #heardAt = 0
  #cancel: () => void = () => undefined

  constructor(clock: Clock, alarms: Alarms) {
    this.#clock = clock
    this.#alarms = alarms
  }

  heard(): void {
    this.#heardAt = this.#clock.now()
  }

  /** Runs `onSilent` whenever it has been silent for so long, until it is stopped. */
  start(onSilent: () => void): void {
    this.stop()
    this.heard()
    this.#wait(SILENCE_MS_MAX, onSilent)
  }

  stop(): void {
    this.#cancel()
  }

  #wait(forMs: number, onSilent: () => void): void {
    this.#cancel = this.#alarms.set(this.#clock.now() + forMs, () => {
      const silentMs = this.#clock.now() - this.#heardAt
      // A clock that was put back makes it negative: then it counts anew.
      const leftMs = silentMs < 0 ? SILENCE_MS_MAX : SILENCE_MS_MAX - silentMs
      this.#wait(leftMs > 0 ? leftMs : SILENCE_MS_MAX, onSilent)
      if (leftMs <= 0) onSilent()
    })
  }
}
