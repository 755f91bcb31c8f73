/**
 * Which messages somebody has had before their eyes: visible for a second without a break, in a window that has the focus.
 * From then on they count as read, and what burns begins to burn.
 */
export class SeenWatch {
  readonly #since = new Map<string, number>()

  /** Those that have been there for long enough; each is told until it is not unread any more. */
  look(visible: readonly string[], now: number): readonly string[] {
    const still = new Set(visible)
    for (const id of this.#since.keys()) if (!still.has(id)) this.#since.delete(id)
    for (const id of visible) if (!this.#since.has(id)) this.#since.set(id, now)
    return visible.filter((id) => now - (this.#since.get(id) ?? now) >= VISIBLE_MS)
  }
}

const VISIBLE_MS = 1000
