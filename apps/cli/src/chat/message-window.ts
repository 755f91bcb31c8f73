/** Which rows of a conversation are on the screen. */
import type { Anchor } from './chat-state.ts'
import type { MessageRow } from './message-rows.ts'

export type Window = { readonly rows: readonly MessageRow[]; readonly below: number; readonly above: number }

export function windowOf(rows: readonly MessageRow[], anchor: Anchor | undefined, height: number): Window {
  const end = endOf(rows, anchor, height)
  const start = Math.max(0, end - height)
  return { rows: rows.slice(start, end), below: rows.length - end, above: start }
}

/** Up or down by rows; at the end it sticks to whatever comes. */
export function scrolled(rows: readonly MessageRow[], anchor: Anchor | undefined, move: Move): Anchor | undefined {
  const end = Math.max(Math.min(rows.length, move.height), endOf(rows, anchor, move.height) + move.by)
  const bottom = rows[end - 1]
  return end >= rows.length || bottom === undefined ? undefined : { cursor: bottom.cursor, part: bottom.part }
}

export type Move = { readonly height: number; readonly by: number }

function endOf(rows: readonly MessageRow[], anchor: Anchor | undefined, height: number): number {
  if (anchor === undefined) return rows.length
  const last = rows.findLastIndex(({ cursor, part }) => cursor === anchor.cursor && part <= anchor.part)
  return last === -1 ? rows.length : Math.max(Math.min(height, rows.length), last + 1)
}

/** The messages of which something is on the screen. */
export function visibleMessages({ rows }: Window): ReadonlySet<string> {
  return new Set(rows.flatMap(({ message }) => message ?? []))
}
