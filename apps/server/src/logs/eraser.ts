import type { LogId } from '@rushlight/protocol'
import { decodeUint32Key, encodeUint32Key, EVERY_KEY } from '@rushlight/records'
import type { Put, RecordStore, StoredRecord } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { ERASURE_RETRY_MS, ERASURE_SPAN_MS, ROWS_PER_SWEEP, SCRUBBED_EVERY_MS_MIN } from '../limits.ts'
import type { Cancel } from '../ports/schedule.ts'
import { putRow, removeRow } from '../rows/table.ts'
import { ENTRIES, erasureTable, keyOfErasure, placeOfErasure } from './log-rows.ts'

/**
 * Erases entries when their time to live is over, and has the store scrub away what the disk remembers of them. What is due
 * stands in the store beside the entries, so a restart finds it again.
 */
export interface Eraser {
  /** Goes into the batch that appends the entry. */
  plan(place: { readonly log: LogId; readonly seq: number }, endsAt: number): Put
  /** After that batch is on disk. */
  noteDue(endsAt: number): void
  /** Erases what is due, and sets the alarm for what comes next. */
  run(): Promise<void>
  stop(): void
}

type EraserKernel = Pick<Kernel, 'store' | 'turns' | 'clock' | 'schedule' | 'log' | 'figures'>

export function createEraser(kernel: EraserKernel, scrub: RecordStore['scrub']): Eraser {
  return new StoreEraser(kernel, scrub)
}

type Alarm = { readonly at: number; readonly cancel: Cancel }

class StoreEraser implements Eraser {
  readonly #kernel: EraserKernel
  readonly #scrub: RecordStore['scrub']
  #alarm: Alarm | undefined
  #scrubbing: Alarm | undefined
  #scrubbedAt = 0
  #isStopped = false

  constructor(kernel: EraserKernel, scrub: RecordStore['scrub']) {
    this.#kernel = kernel
    this.#scrub = scrub
  }

  plan({ log, seq }: { readonly log: LogId; readonly seq: number }, endsAt: number): Put {
    return putRow(erasureTable, keyOfErasure(spanOf(endsAt), log, seq), undefined)
  }

  noteDue(endsAt: number): void {
    this.#wakeAt(spanOf(endsAt) * ERASURE_SPAN_MS)
  }

  async run(): Promise<void> {
    this.#alarm?.cancel()
    this.#alarm = undefined
    const { clock, log } = this.#kernel
    try {
      while (await this.#eraseSome());
      const [next] = await this.#kernel.store.range({ table: erasureTable.name, ...EVERY_KEY, limit: 1 })
      if (next !== undefined) this.#wakeAt(decodeUint32Key(next.key, 0) * ERASURE_SPAN_MS)
    } catch {
      log.note('choreFailed')
      this.#wakeAt(clock.now() + ERASURE_RETRY_MS)
    }
  }

  stop(): void {
    this.#isStopped = true
    this.#alarm?.cancel()
    this.#scrubbing?.cancel()
  }

  /** False when nothing is due (any more). */
  async #eraseSome(): Promise<boolean> {
    const { store, turns, clock, figures } = this.#kernel
    const to = encodeUint32Key(Math.floor(clock.now() / ERASURE_SPAN_MS) + 1)
    const due = await store.range({ table: erasureTable.name, from: EVERY_KEY.from, to, limit: ROWS_PER_SWEEP })
    if (due.length === 0 || this.#isStopped) return false
    const remove = due.flatMap(({ key }: StoredRecord) => [
      { table: ENTRIES, key: placeOfErasure(key) },
      removeRow(erasureTable, key),
    ])
    await turns.write({ remove })
    figures.count('erasures', due.length)
    this.#scrubSoon()
    return true
  }

  #wakeAt(at: number): void {
    if (this.#isStopped || (this.#alarm !== undefined && this.#alarm.at <= at)) return
    this.#alarm?.cancel()
    this.#alarm = { at, cancel: this.#kernel.schedule.at(at, () => void this.run()) }
  }

  #scrubSoon(): void {
    if (this.#isStopped || this.#scrubbing !== undefined) return
    const { clock, schedule } = this.#kernel
    const at = Math.max(clock.now(), this.#scrubbedAt + SCRUBBED_EVERY_MS_MIN)
    this.#scrubbing = { at, cancel: schedule.at(at, () => void this.#scrubNow()) }
  }

  async #scrubNow(): Promise<void> {
    this.#scrubbing = undefined
    this.#scrubbedAt = this.#kernel.clock.now()
    try {
      await this.#scrub()
    } catch {
      this.#kernel.log.note('choreFailed')
      this.#scrubSoon()
    }
  }
}

function spanOf(endsAt: number): number {
  return Math.ceil(endsAt / ERASURE_SPAN_MS)
}
