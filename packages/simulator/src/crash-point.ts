import type { World } from './world.ts'

/** At once; between writing and syncing; or just before or after a frame is handed over. */
export type CrashMoment = 'now' | 'inWrite' | 'atFrame'

/** A moment of the kind waited for may never come. */
const WAITED_MS_MAX = 3_000

export type Mortal = { readonly die: () => void; readonly comeBack: () => void }

/** Where a process is to die next. All else that it awaits leaves no trace outside, so dying there is dying here. */
export class CrashPoint {
  readonly #world: World
  readonly #process: Mortal
  #armed: { readonly moment: CrashMoment; readonly number: number } | undefined
  #lastNumber = 0
  #isHandedFirst = false
  #afterMs = 0

  constructor(world: World, process: Mortal) {
    this.#world = world
    this.#process = process
  }

  arm(moment: CrashMoment, afterMs: number): void {
    const { scheduler } = this.#world
    this.#lastNumber += 1
    const number = this.#lastNumber
    this.#armed = { moment, number }
    this.#afterMs = afterMs
    this.#isHandedFirst = number % 2 === 0
    if (moment === 'now') return this.#crash()
    scheduler.at(scheduler.now() + WAITED_MS_MAX, () => {
      if (this.#armed?.number === number) this.#crash()
    })
  }

  disarm(): void {
    this.#armed = undefined
  }

  inWrite(): void {
    if (this.#armed?.moment === 'inWrite') this.#crash()
  }

  atFrame(hand: () => void): void {
    if (this.#armed?.moment !== 'atFrame') return hand()
    if (this.#isHandedFirst) hand()
    this.#crash()
  }

  #crash(): void {
    const { scheduler } = this.#world
    this.#armed = undefined
    this.#process.die()
    scheduler.at(scheduler.now() + this.#afterMs, () => this.#process.comeBack())
  }
}
