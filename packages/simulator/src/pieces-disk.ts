import { concat } from '@rushlight/protocol'
import { RecordsError } from '@rushlight/records'
import type { Random } from './random.ts'
import type { World } from './world.ts'

type Pieces = { bytes: Uint8Array<ArrayBuffer>; syncedBytes: number }

export type PiecesHabits = { readonly random: Random; readonly delayMsMax: number; readonly isFull: () => boolean }

/** A folder of files beside a database. Of what was appended and not synced, a crash tears off any part of the end. */
export class PiecesDisk {
  readonly #world: World
  readonly #habits: PiecesHabits
  readonly #files = new Map<string, Pieces>()
  #life = 0

  constructor(world: World, habits: PiecesHabits) {
    this.#world = world
    this.#habits = habits
  }

  /** The process that has it open dies: what it still waits for never comes. */
  crash(): void {
    this.#life += 1
    for (const [name, file] of this.#files) {
      const unsynced = file.bytes.length - file.syncedBytes
      if (unsynced === 0) continue
      this.#world.faults.filesTorn += 1
      const kept = file.syncedBytes + this.#habits.random.below(unsynced + 1)
      this.#files.set(name, { bytes: file.bytes.slice(0, kept), syncedBytes: kept })
    }
  }

  erase(): void {
    this.#files.clear()
  }

  /** Somebody or something takes a file away. */
  lose(name: string): void {
    this.#files.delete(name)
  }

  names(): readonly string[] {
    return [...this.#files.keys()].sort()
  }

  contentOf(name: string): Uint8Array | undefined {
    return this.#files.get(name)?.bytes
  }

  /** For one process. */
  open(): OpenPieces {
    const life = this.#life
    const isAlive = (): boolean => life === this.#life
    return {
      size: async (name) => {
        await this.#take(isAlive)
        return this.#files.get(name)?.bytes.length ?? 0
      },
      append: async (name, offset, bytes) => {
        await this.#take(isAlive)
        if (this.#habits.isFull()) throw new RecordsError('storageFull')
        const before = this.#files.get(name) ?? { bytes: new Uint8Array(), syncedBytes: 0 }
        if (offset > before.bytes.length) throw new RangeError('a gap in a file')
        const whole = new Uint8Array(concat(before.bytes.subarray(0, offset), bytes))
        this.#files.set(name, { bytes: whole, syncedBytes: Math.min(before.syncedBytes, offset) })
      },
      sync: async (name) => {
        await this.#take(isAlive)
        const file = this.#files.get(name)
        if (file !== undefined) file.syncedBytes = file.bytes.length
      },
      read: async (name, from, length) => {
        await this.#take(isAlive)
        return this.#files.get(name)?.bytes.slice(from, from + length)
      },
      remove: async (names) => {
        await this.#take(isAlive)
        for (const name of names) this.#files.delete(name)
      },
      list: async () => {
        await this.#take(isAlive)
        return this.names()
      },
    }
  }

  /** Each takes a moment; who died meanwhile waits for ever. */
  async #take(isAlive: () => boolean): Promise<void> {
    const { scheduler } = this.#world
    const at = scheduler.now() + this.#habits.random.below(this.#habits.delayMsMax)
    await new Promise<void>((resolve) => void scheduler.at(at, () => (isAlive() ? resolve() : undefined)))
  }
}

export interface OpenPieces {
  size(name: string): Promise<number>
  append(name: string, offset: number, bytes: Uint8Array): Promise<void>
  sync(name: string): Promise<void>
  /** `undefined`: there is no such file. */
  read(name: string, from: number, length: number): Promise<Uint8Array | undefined>
  remove(names: readonly string[]): Promise<void>
  list(): Promise<readonly string[]>
}
