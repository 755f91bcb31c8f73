/** The whole screen as rows, from what there is to show and how much room there is. */
import { formatDuration } from '../arguments/durations.ts'
import { protectionOf } from '../output/human-lines.ts'
import { safeLine, safeText } from '../output/safe-text.ts'
import type { RoomRecord } from '../records/records.ts'
import type { Words } from '../words/words.ts'
import { openRoomOf } from './chat-state.ts'
import type { ChatState } from './chat-state.ts'
import { composerRows } from './composer-rows.ts'
import type { ComposerRows } from './composer-rows.ts'
import { messageRows } from './message-rows.ts'
import type { MessageRow } from './message-rows.ts'
import { visibleMessages, windowOf } from './message-window.ts'
import type { Window } from './message-window.ts'
import { roomRows, titleOfRoom } from './room-rows.ts'
import { leftAndRight, ruled, span } from './span.ts'
import type { Span } from './span.ts'
import { cutTo, fitTo, wrapTo } from './text-width.ts'

export type Row = readonly Span[]

export type Screen = {
  readonly top: Row
  /** Absent: there is room for one pane, and it is the other. */
  readonly list: Pane | undefined
  readonly main: Pane | undefined
  readonly below: readonly Row[]
  readonly composer: ComposerRows
  /** Of the rows of the open conversation. */
  readonly all: readonly MessageRow[]
  readonly height: number
  readonly window: Window
  readonly visible: ReadonlySet<string>
}

export type Pane = { readonly width: number; readonly rows: readonly Row[] }

export type Size = { readonly columns: number; readonly rows: number }
export type ScreenOptions = { readonly words: Words; readonly size: Size; readonly now: number }

export const COLUMNS_MIN = 40
export const ROWS_MIN = 10
/** From here on there is room for two panes. */
const COLUMNS_OF_TWO = 72
const LIST_WIDTH = 28
const DIVIDER_WIDTH = 2
const COMPOSER_ROWS_MAX = 4
export const PROMPT = '› '
/** Heading of the conversation. */
const HEAD_ROWS = 2

export function screenOf(state: ChatState, options: ScreenOptions): Screen {
  const { words, size, now } = options
  const composer = composerRows(state.composer, size.columns - PROMPT.length, COMPOSER_ROWS_MAX)
  const below = rowsBelow(state, options)
  const height = size.rows - 1 - below.length - composer.rows.length
  const isNarrow = size.columns < COLUMNS_OF_TWO
  const isMainShown = !isNarrow || state.place.kind !== 'none' || state.isHelpOpen
  const listWidth = isNarrow ? size.columns : LIST_WIDTH
  const mainWidth = isNarrow ? size.columns : size.columns - LIST_WIDTH - DIVIDER_WIDTH
  const all = messageRows(state.lines, { words, now, width: mainWidth, unreadFrom: state.unreadFrom })
  const window = windowOf(all, state.anchor, height - HEAD_ROWS)
  const isConversationShown = isMainShown && !state.isHelpOpen && state.place.kind === 'room'
  const open = openRoomOf(state)?.id
  return {
    top: topRow(state, options),
    list:
      isNarrow && isMainShown
        ? undefined
        : { width: listWidth, rows: listRows(state, { words, width: listWidth, height, open }) },
    main: isMainShown
      ? { width: mainWidth, rows: mainRows(state, window, { words, width: mainWidth, height }) }
      : undefined,
    below,
    composer,
    all,
    height: height - HEAD_ROWS,
    window,
    visible: isConversationShown ? visibleMessages(window) : new Set(),
  }
}

function topRow({ handle, isOnline }: ChatState, { words, size }: ScreenOptions): Row {
  const { online, offline } = words.chat
  const standing = span(isOnline ? `● ${online}` : `○ ${offline}`, isOnline ? 'good' : 'alert')
  return leftAndRight(span(`Rushlight  ${safeLine(handle)}`, 'bold'), standing, size.columns)
}

function rowsBelow({ notice, clockWrongByMs }: ChatState, { words, size }: ScreenOptions): readonly Row[] {
  const warning = clockWrongByMs === undefined ? [] : [clockWarning(words, clockWrongByMs)]
  const said = notice === undefined ? [] : [span(safeText(notice.text), notice.kind === 'failed' ? 'alert' : 'good')]
  const wrapped = [...warning, ...said].flatMap(({ text, look }) =>
    wrapTo(text, size.columns).map((row) => [span(row, look)]),
  )
  return [
    ...wrapped.slice(-BELOW_ROWS_MAX),
    ruled(words.chat.message, 'dim', size.columns),
    // The rows of the line one writes on come here.
    [span(cutTo(words.chat.keys, size.columns), 'dim')],
  ]
}

const BELOW_ROWS_MAX = 3
const MINUTE_MS = 60_000

function clockWarning({ output }: Words, wrongByMs: number): Span {
  return span(output.clockWrong(Math.round(Math.abs(wrongByMs) / MINUTE_MS)), 'alert')
}

type PaneSize = { readonly words: Words; readonly width: number; readonly height: number }

function listRows({ rooms }: ChatState, options: PaneSize & { readonly open: string | undefined }): readonly Row[] {
  const { words, width, height } = options
  const head: Row = [span(fitTo(words.chat.conversations, width), 'bold')]
  if (rooms.length > 0) return [head, ...roomRows(rooms, { ...options, height: height - 1 })]
  return [head, ...wrapTo(words.chat.noneYet, width - 1).map((row) => [span(row, 'dim')])].slice(0, height)
}

function mainRows(state: ChatState, window: Window, { words, width, height }: PaneSize): readonly Row[] {
  const { chat } = words
  const told = (texts: readonly string[]): readonly Row[] =>
    texts.flatMap((text) => wrapTo(text, width).map((row) => [span(row, 'dim')])).slice(0, height)
  if (state.isHelpOpen) return told([...chat.help, '', ...chat.moreKeys])
  if (state.place.kind === 'none') return told(['', chat.choose])
  if (state.place.kind === 'new') return told([chat.firstMessage(safeLine(state.place.name))])
  const room = openRoomOf(state)
  const heading = room === undefined ? [[], []] : headingOf(words, room, width)
  const empty = Array.from({ length: height - HEAD_ROWS - window.rows.length }, (): Row => [span(' ')])
  const rows = window.rows.map(({ spans }) => spans)
  if (window.below === 0) return [...heading, ...empty, ...rows]
  return [...heading, ...empty, ...rows.slice(0, -1), ruled(chat.rowsBelow(window.below + 1), 'alert', width)]
}

function headingOf(words: Words, room: RoomRecord, width: number): readonly Row[] {
  const { output } = words
  const standing =
    room.standing === 'request' ? words.chat.request(safeLine(room.invitedBy ?? '')) : output.standing[room.standing]
  const burn = room.burnMs === undefined ? [] : [output.burnsAfterReading(formatDuration(room.burnMs))]
  const expire = room.expireMs === undefined ? [] : [output.endsIn(formatDuration(room.expireMs))]
  const members = room.kind === 'group' ? [safeLine(room.members.join(', '))] : []
  const facts = [standing, ...expire, ...burn, ...members, protectionOf(words, room)]
    .filter((fact) => fact !== '')
    .join(' · ')
  const title = span(titleOfRoom(words, room), 'bold')
  return [
    [span(cutTo(title.text, width), title.look)],
    [span(cutTo(facts, width), room.standing === 'request' ? 'alert' : 'dim')],
  ]
}
