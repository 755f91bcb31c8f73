import { equal, RENDEZVOUS_MS } from '@rushlight/protocol'
import type { RendezvousId } from '@rushlight/protocol'
import { RENDEZVOUS_IN_MEMORY_MAX } from '../limits.ts'

type Point = { readonly boxes: readonly Uint8Array[]; readonly endsAt: number }

export type Put = 'taken' | 'occupied' | 'full'

/**
 * Where two devices of one person meet for some minutes. In memory alone, and for nobody known: what lies there is sealed or
 * public, and gone when its time is over or the program ends.
 */
export class RendezvousPoints {
  readonly #points = new Map<RendezvousId, Point>()

  /** In order, each place once. The same again is taken, as an answer may have been lost. */
  put(id: RendezvousId, { place, box }: { readonly place: number; readonly box: Uint8Array }, now: number): Put {
    this.sweep(now)
    const { boxes, endsAt } = this.#points.get(id) ?? { boxes: [], endsAt: now + RENDEZVOUS_MS }
    const present = boxes[place]
    if (present !== undefined) return equal(present, box) ? 'taken' : 'occupied'
    if (place !== boxes.length) return 'occupied'
    if (boxes.length === 0 && this.#points.size >= RENDEZVOUS_IN_MEMORY_MAX) return 'full'
    this.#points.set(id, { boxes: [...boxes, box], endsAt })
    return 'taken'
  }

  read(id: RendezvousId, now: number): readonly Uint8Array[] {
    this.sweep(now)
    return this.#points.get(id)?.boxes ?? []
  }

  /** The oldest stand first. */
  sweep(now: number): void {
    for (const [id, { endsAt }] of this.#points) {
      if (endsAt > now) return
      this.#points.delete(id)
    }
  }
}
