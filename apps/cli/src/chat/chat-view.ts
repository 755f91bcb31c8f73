/** The screen of the full-screen client: rows of `screen.ts` in the boxes of Ink, keys to the session. */
import { Box, Text, useCursor, useInput, usePaste, useWindowSize } from 'ink'
import type { TextProps } from 'ink'
import { createElement, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ReactElement, ReactNode } from 'react'
import type { Words } from '../words/words.ts'
import { chatKeysOf } from './chat-key.ts'
import type { ChatKey } from './chat-key.ts'
import type { ChatSession } from './chat-session.ts'
import { isUnread } from './chat-state.ts'
import { scrolled } from './message-window.ts'
import { COLUMNS_MIN, PROMPT, ROWS_MIN, screenOf } from './screen.ts'
import type { Pane, Row, Screen } from './screen.ts'
import { SeenWatch } from './seen-watch.ts'
import type { Look, Span } from './span.ts'

export type ChatProps = {
  readonly session: ChatSession
  readonly words: Words
  readonly hasColor: boolean
}

export function ChatView({ session, words, hasColor }: ChatProps): ReactElement {
  const state = useSyncExternalStore(session.subscribe, () => session.state)
  const size = useWindowSize()
  const now = useNow()
  const { setCursorPosition } = useCursor()
  const isTooSmall = size.columns < COLUMNS_MIN || size.rows < ROWS_MIN
  const screen = isTooSmall ? undefined : screenOf(state, { words, size, now })
  useKeys(session, screen)
  useSeen(session, screen, now)
  if (screen === undefined) {
    setCursorPosition(undefined)
    return createElement(Text, { wrap: 'wrap' }, words.chat.tooSmall)
  }
  const { composer } = screen
  const composerTop = size.rows - 1 - composer.rows.length
  setCursorPosition({ x: PROMPT.length + composer.cursor.x, y: composerTop + composer.cursor.y })
  return createElement(ScreenView, { screen, size, hasColor })
}

/** The time, a little more often than a fuse shows it. */
function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return now
}

const TICK_MS = 500

function useKeys(session: ChatSession, screen: Screen | undefined): void {
  const press = (key: ChatKey): void => {
    if (key.kind === 'scroll' && screen !== undefined) scroll(session, screen, key.pages)
    else session.press(key)
  }
  useInput((input, key) => {
    for (const one of chatKeysOf(input, key)) press(one)
  })
  usePaste((text) => press({ kind: 'edit', edit: { kind: 'insert', text } }))
}

function scroll(session: ChatSession, { all, height, window }: Screen, pages: number): void {
  const by = pages * Math.max(1, height - 2)
  const isNearTop = window.above + by <= height
  session.scrollTo(scrolled(all, session.state.anchor, { height, by }), isNearTop)
}

function useSeen(session: ChatSession, screen: Screen | undefined, now: number): void {
  const watch = useRef(new SeenWatch())
  useEffect(() => {
    const { isFocused, lines } = session.state
    const unread = lines.filter((line) => isUnread(line)).flatMap(({ message }) => message?.id ?? [])
    const before = isFocused && screen !== undefined ? unread.filter((id) => screen.visible.has(id)) : []
    void session.markSeen(watch.current.look(before, performance.now()))
  }, [session, screen, now])
}

type ScreenProps = {
  readonly screen: Screen
  readonly size: { readonly columns: number; readonly rows: number }
  readonly hasColor: boolean
}

function ScreenView({ screen, size, hasColor }: ScreenProps): ReactElement {
  const { top, list, main, below, composer } = screen
  const paint = (row: Row, key: number): ReactElement => createElement(RowView, { key, row, hasColor })
  const panes = [list, main].flatMap((pane, i) => (pane === undefined ? [] : [paneView(pane, paint, i)]))
  const divider = createElement(
    Box,
    { key: 'divider', flexDirection: 'column', width: 2 },
    ...Array.from({ length: size.rows - 1 - below.length - composer.rows.length }, (_, key) =>
      createElement(Text, { key, dimColor: true }, '│'),
    ),
  )
  const written = composer.rows.map((text, i) =>
    createElement(Text, { key: `line${i}`, wrap: 'truncate' }, `${i === 0 ? PROMPT : '  '}${text}`),
  )
  const keys = below.at(-1) ?? []
  return createElement(
    Box,
    { flexDirection: 'column', width: size.columns, height: size.rows },
    paint(top, -1),
    createElement(
      Box,
      { flexGrow: 1, overflow: 'hidden' },
      ...(panes.length === 2 ? [panes[0], divider, panes[1]] : panes),
    ),
    ...below.slice(0, -1).map(paint),
    ...written,
    paint(keys, -2),
  )
}

function paneView({ width, rows }: Pane, paint: (row: Row, key: number) => ReactNode, key: number): ReactElement {
  return createElement(
    Box,
    { key, width, flexDirection: 'column', flexShrink: 0, overflow: 'hidden' },
    ...rows.map(paint),
  )
}

function RowView({ row, hasColor }: { readonly row: Row; readonly hasColor: boolean }): ReactElement {
  const pieces = row.map(({ text, look }: Span, key) => createElement(Text, { key, ...LOOKS[look](hasColor) }, text))
  return createElement(Text, { wrap: 'truncate' }, ...pieces)
}

/** Nothing is told by colour alone. */
const LOOKS: Readonly<Record<Look, (hasColor: boolean) => TextProps>> = {
  plain: () => ({}),
  dim: () => ({ dimColor: true }),
  bold: () => ({ bold: true }),
  name: (hasColor) => colored(hasColor, 'cyan', { bold: true }),
  own: (hasColor) => colored(hasColor, 'green', { bold: true }),
  fuse: (hasColor) => colored(hasColor, 'yellow', {}),
  burning: (hasColor) => colored(hasColor, 'red', {}),
  alert: (hasColor) => colored(hasColor, 'yellow', { bold: true }),
  good: (hasColor) => colored(hasColor, 'green', {}),
  chosen: () => ({ inverse: true }),
}

function colored(hasColor: boolean, color: string, more: TextProps): TextProps {
  return hasColor ? { ...more, color } : more
}
