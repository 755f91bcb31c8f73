import { BOARD_CELLS_MAX, boardTag, hex, mayReplace, noteEndsAt } from '@rushlight/protocol'
import type { BoardPost, BoardTag, PostBody } from '@rushlight/protocol'
import { BOARD_NOTES_IN_MEMORY_MAX } from '../limits.ts'

type Cell = { readonly post: BoardPost; readonly body: PostBody; readonly endsAt: number }
type Cells = Map<string, Cell>

/**
 * What members of rooms tell each other here when a hub is lost (R19, `spec/survival.md` §6). In memory alone: nothing of
 * it is worth a disk, and whoever comes back to a provider that has started anew says again what still holds.
 */
export class Board {
  /** The tag that was not touched for longest stands first. */
  readonly #tags = new Map<string, Cells>()
  #count = 0

  /** A verified post. `full`: there are as many writers as a tag may have. An old one changes nothing. */
  put(under: BoardTag, { post, body }: Omit<Cell, 'endsAt'>, now: number): 'taken' | 'full' {
    const tag = hex(boardTag.toBytes(under))
    const cells = this.#alive(tag, now) ?? new Map<string, Cell>()
    const name = hex(body.cell)
    const kept = cells.get(name)
    if (kept === undefined && cells.size >= BOARD_CELLS_MAX) return 'full'
    if (kept !== undefined && !mayReplace(kept.body, body)) return 'taken'
    if (kept === undefined) this.#count += 1
    cells.set(name, { post, body, endsAt: noteEndsAt(now) })
    this.#touch(tag, cells)
    for (const [oldest, forgotten] of this.#tags) {
      if (this.#count <= BOARD_NOTES_IN_MEMORY_MAX) break
      this.#tags.delete(oldest)
      this.#count -= forgotten.size
    }
    return 'taken'
  }

  get(under: BoardTag, now: number): readonly BoardPost[] {
    const tag = hex(boardTag.toBytes(under))
    const cells = this.#alive(tag, now)
    if (cells !== undefined) this.#touch(tag, cells)
    return cells === undefined ? [] : [...cells.values()].map(({ post }) => post)
  }

  /** Forgets what is over. */
  sweep(now: number): void {
    for (const tag of this.#tags.keys()) this.#alive(tag, now)
  }

  #touch(tag: string, cells: Cells): void {
    this.#tags.delete(tag)
    this.#tags.set(tag, cells)
  }

  #alive(tag: string, now: number): Cells | undefined {
    const cells = this.#tags.get(tag)
    if (cells === undefined) return undefined
    for (const [name, { endsAt }] of cells) if (endsAt <= now && cells.delete(name)) this.#count -= 1
    if (cells.size > 0) return cells
    this.#tags.delete(tag)
    return undefined
  }
}
