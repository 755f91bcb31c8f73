import { field, list, struct } from '../../bytes/codec.ts'
import { boardTag } from '../../ids/ids.ts'
import type { BoardTag } from '../../ids/ids.ts'
import { BOARD_CELLS_MAX } from '../../limits.ts'
import { boardPostCodec } from '../../succession/board.ts'
import type { BoardPost } from '../../succession/board.ts'
import { nothing } from '../method.ts'
import type { Method, Nothing } from '../method.ts'

/** Puts a note on the bulletin board, in the cell of its writer, under the tag that follows from the key that signed it. */
export const postNote: Method<{ readonly post: BoardPost }, Nothing> = {
  number: 80,
  params: struct({ post: field(0, boardPostCodec) }),
  result: nothing,
}

/** All that lies under one tag: one request for each, so that no answer tells which tags belong together. */
export const fetchNotes: Method<{ readonly tag: BoardTag }, { readonly posts: readonly BoardPost[] }> = {
  number: 81,
  params: struct({ tag: field(0, boardTag.codec) }),
  result: struct({ posts: field(0, list(boardPostCodec, BOARD_CELLS_MAX)) }),
}
