/** What the full-screen client shows, and how it changes; everything here is pure. */
import type { LineRecord, RoomRecord } from '../records/records.ts'
import { EMPTY_COMPOSER } from './composer.ts'
import type { Composer } from './composer.ts'

export type ChatState = {
  readonly handle: string
  readonly rooms: readonly RoomRecord[]
  readonly isOnline: boolean
  /** How far the provider's clock is ahead, if that is more than a trifle. */
  readonly clockWrongByMs: number | undefined
  readonly place: Place
  /** Of the open room, oldest first. */
  readonly lines: readonly LineRecord[]
  /** How many lines were asked for; fewer came: there are no older ones. */
  readonly limit: number
  readonly anchor: Anchor | undefined
  /** The first message that was unread when the room was opened, by its cursor. */
  readonly unreadFrom: string | undefined
  readonly composer: Composer
  /** What was begun elsewhere, by place. */
  readonly drafts: ReadonlyMap<string, Composer>
  readonly notice: Notice | undefined
  readonly isHelpOpen: boolean
  /** The terminal's window is in front, as far as it tells. */
  readonly isFocused: boolean
}

/** `new`: somebody to whom the first message is still to be sent. */
export type Place =
  | { readonly kind: 'none' }
  | { readonly kind: 'room'; readonly room: string }
  | { readonly kind: 'new'; readonly name: string }

/** The row at the bottom of the window; `undefined`: the newest one, whatever comes. */
export type Anchor = { readonly cursor: string; readonly part: number }

type Notice = { readonly kind: 'done' | 'failed'; readonly text: string }

const LINES_AT_FIRST = 100
export const LINES_MORE = 200

export const FIRST_STATE: ChatState = {
  handle: '',
  rooms: [],
  isOnline: false,
  clockWrongByMs: undefined,
  place: { kind: 'none' },
  lines: [],
  limit: LINES_AT_FIRST,
  anchor: undefined,
  unreadFrom: undefined,
  composer: EMPTY_COMPOSER,
  drafts: new Map(),
  notice: undefined,
  isHelpOpen: false,
  isFocused: true,
}

export function openRoomOf({ place, rooms }: ChatState): RoomRecord | undefined {
  return place.kind === 'room' ? rooms.find(({ id }) => id === place.room) : undefined
}

/** Goes elsewhere; what was begun here waits until one comes back. */
export function openPlace(state: ChatState, place: Place): ChatState {
  const [from, to] = [keyOf(state.place), keyOf(place)]
  if (from === to) return state
  const drafts = new Map(state.drafts).set(from, state.composer)
  const composer = drafts.get(to) ?? EMPTY_COMPOSER
  drafts.delete(to)
  return {
    ...state,
    place,
    composer,
    drafts,
    lines: [],
    limit: LINES_AT_FIRST,
    anchor: undefined,
    unreadFrom: undefined,
  }
}

function keyOf(place: Place): string {
  switch (place.kind) {
    case 'none':
      return ''
    case 'room':
      return place.room
    case 'new':
      return `@${place.name}`
  }
}

/** The next conversation of the list, or the one before; round and round. */
export function chooseRoom(state: ChatState, by: 1 | -1): ChatState {
  const { rooms, place } = state
  const at = place.kind === 'room' ? rooms.findIndex(({ id }) => id === place.room) : -1
  const next = at === -1 ? (by === 1 ? 0 : rooms.length - 1) : (at + by + rooms.length) % rooms.length
  const room = rooms[next]
  return room === undefined ? state : openPlace(state, { kind: 'room', room: room.id })
}

export function showRooms(state: ChatState, rooms: readonly RoomRecord[]): ChatState {
  const { place } = state
  const isGone = place.kind === 'room' && !rooms.some(({ id }) => id === place.room)
  return { ...(isGone ? openPlace(state, { kind: 'none' }) : state), rooms }
}

export type Shown = { readonly room: string; readonly limit: number; readonly lines: readonly LineRecord[] }

/** What was asked for meanwhile may not be what is shown any more. */
export function showLines(state: ChatState, { room, limit, lines }: Shown): ChatState {
  if (state.place.kind !== 'room' || state.place.room !== room || state.limit !== limit) return state
  const isFirst = state.lines.length === 0
  return {
    ...state,
    lines,
    anchor: state.anchor && survivingAnchor(state, state.anchor, lines),
    unreadFrom: isFirst ? lines.find(isUnread)?.cursor : state.unreadFrom,
  }
}

export function isUnread({ own, message, readAt }: LineRecord): boolean {
  return !own && message !== undefined && readAt === undefined
}

/** Of a line that has burned, the next one that is still there takes the place. */
function survivingAnchor(
  { lines: before }: ChatState,
  anchor: Anchor,
  after: readonly LineRecord[],
): Anchor | undefined {
  const there = new Set(after.map(({ cursor }) => cursor))
  if (there.has(anchor.cursor)) return anchor
  const at = before.findIndex(({ cursor }) => cursor === anchor.cursor)
  const next = before.slice(at + 1).find(({ cursor }) => there.has(cursor))
  return next && { cursor: next.cursor, part: 0 }
}
