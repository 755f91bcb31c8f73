import type { RoomView } from '@rushlight/core'

/** The list of conversations in its sections, after the search. */
export type RoomSections = { readonly requests: readonly RoomView[]; readonly rooms: readonly RoomView[] }

/** Rooms of blocked people and requests that were declined are no rooms of the list. */
export function sectionsOf(rooms: readonly RoomView[], search: string): RoomSections {
  const shown = rooms.filter((room) => !isHidden(room) && isFound(room, search))
  return {
    requests: shown.filter(({ standing }) => standing === 'request'),
    rooms: shown.filter(({ standing }) => standing !== 'request'),
  }
}

/** Conversations, not messages: what a badge counts. */
export function unreadRooms(rooms: readonly RoomView[]): number {
  return rooms.filter((room) => room.unread > 0 && room.standing === 'joined' && !isHidden(room)).length
}

function isHidden({ kind, participants }: RoomView): boolean {
  return kind === 'direct' && participants.some(({ isBlocked }) => isBlocked)
}

function isFound({ title, participants }: RoomView, search: string): boolean {
  const wanted = fold(search.trim())
  if (wanted === '') return true
  return [title, ...participants.map(({ handle }) => handle)].some((name) => fold(name).includes(wanted))
}

/** Without case and accents. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}
