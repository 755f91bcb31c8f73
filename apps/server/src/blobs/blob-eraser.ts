import { blobId } from '@rushlight/protocol'
import type { BlobId } from '@rushlight/protocol'
import { decodeUint32Key, encodeUint32Key, EVERY_KEY } from '@rushlight/records'
import type { Kernel } from '../kernel.ts'
import { ERASURE_RETRY_MS, ROWS_PER_SWEEP } from '../limits.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Cancel } from '../ports/schedule.ts'
import { loadRow, removeRow } from '../rows/table.ts'
import { blobEndTable, blobOfEnd, blobTable, keyOfEnd, secondOf, storeNameOf } from './blob-row.ts'
import type { BlobRow } from './blob-row.ts'

const SECOND_MS = 1000

/** Erases blobs when their time is over. Bytes go before the row, so a crash in between leaves none without one. */
export class BlobEraser {
  readonly #kernel: Kernel
  readonly #blobStore: BlobStore
  #alarm: { readonly at: number; readonly cancel: Cancel } | undefined
  #isStopped = false

  constructor(kernel: Kernel, blobStore: BlobStore) {
    this.#kernel = kernel
    this.#blobStore = blobStore
  }

  /** At a start: what has no row goes, too. */
  async begin(): Promise<void> {
    const stray: string[] = []
    for (const name of await this.#blobStore.list()) {
      const row = await loadRow(this.#kernel.store, blobTable, Uint8Array.fromHex(name))
      if (row === undefined) stray.push(name)
    }
    await this.#blobStore.remove(stray)
    await this.run()
  }

  noteDue(endsAt: number): void {
    this.#wakeAt(secondOf(endsAt) * SECOND_MS)
  }

  /** Erases what is due, and sets the alarm for what comes next. */
  async run(): Promise<void> {
    this.#alarm?.cancel()
    this.#alarm = undefined
    const { store, clock, log } = this.#kernel
    try {
      while (await this.#eraseSome());
      const [next] = await store.range({ table: blobEndTable.name, ...EVERY_KEY, limit: 1 })
      if (next !== undefined) this.#wakeAt(decodeUint32Key(next.key, 0) * SECOND_MS)
    } catch {
      log.note('choreFailed')
      this.#wakeAt(clock.now() + ERASURE_RETRY_MS)
    }
  }

  async erase(blob: BlobId, { endsAt }: BlobRow): Promise<void> {
    await this.#blobStore.remove([storeNameOf(blob)])
    await this.#kernel.turns.write({
      remove: [removeRow(blobTable, blobId.toBytes(blob)), removeRow(blobEndTable, keyOfEnd(endsAt, blob))],
    })
  }

  stop(): void {
    this.#isStopped = true
    this.#alarm?.cancel()
  }

  /** False when nothing is due (any more). */
  async #eraseSome(): Promise<boolean> {
    const { store, clock, turns } = this.#kernel
    const to = encodeUint32Key(Math.floor(clock.now() / SECOND_MS) + 1)
    const due = await store.range({ table: blobEndTable.name, from: EVERY_KEY.from, to, limit: ROWS_PER_SWEEP })
    if (due.length === 0 || this.#isStopped) return false
    await this.#blobStore.remove(due.map(({ key }) => storeNameOf(blobOfEnd(key))))
    await turns.write({
      remove: due.flatMap(({ key }) => [
        removeRow(blobTable, blobId.toBytes(blobOfEnd(key))),
        removeRow(blobEndTable, key),
      ]),
    })
    return true
  }

  #wakeAt(at: number): void {
    if (this.#isStopped || (this.#alarm !== undefined && this.#alarm.at <= at)) return
    this.#alarm?.cancel()
    this.#alarm = { at, cancel: this.#kernel.schedule.at(at, () => void this.run()) }
  }
}
