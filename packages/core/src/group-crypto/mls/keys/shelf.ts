/**
 * A list of fixed length as a value. Most of its places are empty and a change touches a few of them: it is kept in
 * boards, so that a change copies one short board and the list of boards, however long the whole is.
 */
export type Shelf<T> = { readonly length: number; readonly boards: readonly Board<T>[] }

type Board<T> = readonly (T | undefined)[]

const BOARD = 64

export function shelfOf<T>(length: number, items: ReadonlyMap<number, T>): Shelf<T> {
  const boards = Array.from({ length: Math.ceil(length / BOARD) }, (): Board<T> => [])
  return withItems({ length, boards }, items)
}

export function itemAt<T>({ boards }: Shelf<T>, at: number): T | undefined {
  return boards[Math.floor(at / BOARD)]?.[at % BOARD]
}

export function withItems<T>({ length, boards }: Shelf<T>, changes: ReadonlyMap<number, T | undefined>): Shelf<T> {
  const changed = [...boards]
  for (const [at, item] of changes) {
    if (at < 0 || at >= length) throw new RangeError('no such place')
    const index = Math.floor(at / BOARD)
    const old = changed[index] ?? []
    const board = old === boards[index] ? Array.from({ length: BOARD }, (_, i) => old[i]) : [...old]
    board[at % BOARD] = item
    changed[index] = board
  }
  return { length, boards: changed }
}

export type Placed<T> = { readonly at: number; readonly item: T }

/** What is there, from front to back. */
export function itemsOf<T>(shelf: Shelf<T>): readonly Placed<T>[] {
  return shelf.boards.flatMap((board, index) => itemsOnBoard(board, index))
}

/** The places at which `after` holds something else than `before`. */
export function changesBetween<T>(before: Shelf<T>, after: Shelf<T>): readonly Placed<T | undefined>[] {
  return after.boards.flatMap((board, index) => {
    const old = before.boards[index]
    if (old === board) return []
    return Array.from({ length: BOARD }, (_, i) => ({ at: index * BOARD + i, item: board[i] })).filter(
      ({ item }, i) => item !== old?.[i],
    )
  })
}

function itemsOnBoard<T>(board: Board<T>, index: number): readonly Placed<T>[] {
  return board.flatMap((item, i) => (item === undefined ? [] : [{ at: index * BOARD + i, item }]))
}
