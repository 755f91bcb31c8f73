/** The list of conversations as rows of the screen. */
import { safeLine } from '../output/safe-text.ts'
import type { RoomRecord } from '../records/records.ts'
import type { Words } from '../words/words.ts'
import { leftAndRight, span } from './span.ts'
import type { Span } from './span.ts'

export type ListOptions = {
  readonly words: Words
  readonly width: number
  readonly height: number
  readonly open: string | undefined
}

/** Around the one that is open, as many as there is room for. */
export function roomRows(rooms: readonly RoomRecord[], options: ListOptions): readonly (readonly Span[])[] {
  const { height, open } = options
  const at = Math.max(
    0,
    rooms.findIndex(({ id }) => id === open),
  )
  const start = Math.max(0, Math.min(at - Math.floor(height / 2), rooms.length - height))
  return rooms.slice(start, start + height).map((room) => roomRow(room, options))
}

export function titleOfRoom({ output }: Words, { kind, title }: RoomRecord): string {
  return kind === 'self' ? output.notes : safeLine(title)
}

function roomRow(room: RoomRecord, { words, width, open }: ListOptions): readonly Span[] {
  const isOpen = room.id === open
  const title = titleOfRoom(words, room)
  const look = isOpen ? 'chosen' : room.unread > 0 ? 'bold' : 'plain'
  const row = leftAndRight(span(`${isOpen ? '›' : ' '} ${title}`, look), badgeOf(room, words), width - 1)
  return isOpen ? [...row.map(({ text }) => span(text, look)), span(' ', look)] : [...row, span(' ')]
}

function badgeOf({ standing, unread }: RoomRecord, { output }: Words): Span {
  if (standing === 'request') return span(output.standing.request, 'alert')
  if (standing !== 'joined') return span(standing === 'left' || standing === 'removed' ? '✗' : '…', 'dim')
  return span(unread > 0 ? String(unread) : '', 'alert')
}
