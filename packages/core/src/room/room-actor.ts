import type { LogItem, RoomId } from '@rushlight/protocol'
import { failureCode } from '../engine/failure-code.ts'
import { createMailbox } from '../engine/mailbox.ts'
import type { Mailbox } from '../engine/mailbox.ts'
import { loadRoom } from './load-room.ts'
import type { RoomModel } from './room-model.ts'
import { RoomStep } from './room-step.ts'
import type { RoomWorld } from './room-step.ts'
import { takeItem } from './take-item.ts'
import type { TakenItem } from './take-item.ts'

/**
 * The one that may change a room: takes one input at a time, works out the step, commits it, and holds what the room then
 * is. After a failed step it reads the room again from the vault, which knows what has happened.
 */
export class RoomActor {
  readonly id: RoomId
  readonly #world: RoomWorld
  readonly #mailbox: Mailbox = createMailbox()
  #model: RoomModel | undefined

  constructor(world: RoomWorld, id: RoomId) {
    this.#world = world
    this.id = id
  }

  /** The room between two steps; `undefined` if there is none in the vault. */
  read(): Promise<RoomModel | undefined> {
    return this.#mailbox.run(() => this.#load())
  }

  /** Runs one step; the answer is there when it is durable. `undefined` if there is no such room. */
  run<T>(work: (step: RoomStep) => Promise<T>): Promise<T | undefined> {
    return this.#mailbox.run(async () => {
      const model = await this.#load()
      return model === undefined ? undefined : this.#step(model, work)
    })
  }

  /** A room that is not in the vault yet comes to be. */
  create<T>(model: RoomModel, work: (step: RoomStep) => Promise<T>): Promise<T> {
    return this.#mailbox.run(() => this.#step(model, work))
  }

  /** Takes items of the log as far as they follow on one another, in one step. */
  take(items: readonly LogItem[]): Promise<TakenItem> {
    const taken = this.run(async (step) => {
      let last: TakenItem = 'old'
      for (const item of items) {
        last = await takeItem(step, item)
        if (last !== 'taken' && last !== 'old') break
      }
      return last
    })
    return taken.then((last) => last ?? 'notLive')
  }

  /** Lets go of what is in memory; the next input reads it again. */
  forget(): void {
    this.#model = undefined
  }

  async #load(): Promise<RoomModel | undefined> {
    this.#model ??= await loadRoom(this.#world, this.id)
    return this.#model
  }

  async #step<T>(model: RoomModel, work: (step: RoomStep) => Promise<T>): Promise<T> {
    const step = new RoomStep(this.#world, model)
    try {
      const result = await work(step)
      await step.commit()
      this.#model = step.model
      step.publish((event) => this.#world.tell(event))
      return result
    } catch (error) {
      this.#model = undefined
      this.#world.log.note(failureCode(error))
      throw error
    }
  }
}
