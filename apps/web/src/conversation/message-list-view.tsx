import { useVirtualizer } from '@tanstack/react-virtual'
import type { Virtualizer } from '@tanstack/react-virtual'
import { useLingui } from '@lingui/react/macro'
import { ArrowDown } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import type { Names } from '../words/room-words.ts'
import { useSeen } from '../seen/use-seen.ts'
import { LineView } from './line-view.tsx'
import { isTold, linesOf } from './lines-model.ts'
import type { Line, UnreadMark } from './lines-model.ts'
import type { MessagePage } from './message-window.ts'

export type MessageListProps = {
  readonly room: RoomView
  readonly page: MessagePage
  readonly names: Names
  readonly unread: UnreadMark | undefined
  readonly onOlder: () => void
}

const END_PX = 48
const LINE_PX = 56
/** How near to the top older lines are asked for. */
const OLDER_PX = 600
const OLDER_AGAIN_MS = 100

/** The lines of a conversation: only those near the window exist; the end holds still. */
export function MessageList(props: MessageListProps): ReactNode {
  'use no memo'
  const { t } = useLingui()
  const { room, page, names, unread, onOlder } = props
  const scroller = useRef<HTMLDivElement>(null)
  const lines = linesOf(
    page.messages.filter((message) => isTold(room, message)),
    unread,
  )
  const virtualizer = useLines(lines, scroller)
  const unreadIndex = lines.findIndex(({ kind }) => kind === 'unread')
  const { isAtEnd, onScroll } = useEnd(scroller, onOlder)
  useOlder(scroller, page, onOlder)
  useHeldEnd(scroller, isAtEnd)
  useFirstPlace(page.isLoaded && lines.length > 0, () => {
    if (unreadIndex > 0) virtualizer.scrollToIndex(unreadIndex, { align: 'start' })
    else virtualizer.scrollToEnd()
  })
  useOwnWords(lines, () => virtualizer.scrollToEnd())
  const seen = useSeen(room, page.messages)
  const focus = useFocusedLine(lines.length)
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        data-scroller
        onScroll={onScroll}
        className="flex h-full flex-col overflow-x-hidden overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <ul
          aria-label={t`Messages`}
          className="relative mx-auto mt-auto w-full max-w-[960px] flex-none"
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={(event) => focus.move(event, (index) => virtualizer.scrollToIndex(index))}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const line = lines[item.index]
            return line === undefined ? undefined : (
              <li
                key={item.key}
                data-index={item.index}
                ref={virtualizer.measureElement}
                className="absolute inset-x-0 top-0 px-3 outline-offset-[-2px] sm:px-5"
                tabIndex={item.index === focus.stop ? 0 : -1}
                onFocus={() => focus.set(item.index)}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <LineView line={line} room={room} names={names} seen={seen} />
              </li>
            )
          })}
        </ul>
      </div>
      {!isAtEnd && <ToEnd unread={room.unread} onClick={() => virtualizer.scrollToEnd({ behavior: 'auto' })} />}
    </div>
  )
}

function useLines(
  lines: readonly Line[],
  scroller: { readonly current: HTMLDivElement | null },
): Virtualizer<HTMLDivElement, Element> {
  'use no memo'
  return useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => lines[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: END_PX,
    overscan: 8,
    paddingStart: 12,
    paddingEnd: 12,
  })
}

/** Once, when there is something: where one left off, else at the end. */
function useFirstPlace(isReady: boolean, place: () => void): void {
  const hasPlaced = useRef(false)
  useLayoutEffect(() => {
    if (hasPlaced.current || !isReady) return
    hasPlaced.current = true
    place()
  })
}

/** Whoever says something wants to see it, wherever they had scrolled. */
function useOwnWords(lines: readonly Line[], scrollToEnd: () => void): void {
  const last = lines.at(-1)
  const saidAt = last?.kind === 'message' && last.message.isOwn ? last.message.sentAt : 0
  const known = useRef<number | undefined>(undefined)
  useLayoutEffect(() => {
    if (lines.length === 0) return
    const isNew = known.current !== undefined && saidAt > known.current
    known.current = Math.max(known.current ?? 0, saidAt)
    if (isNew) scrollToEnd()
  })
}

type End = { readonly isAtEnd: boolean; readonly onScroll: () => void }

function useEnd(scroller: { readonly current: HTMLDivElement | null }, onOlder: () => void): End {
  const [isAtEnd, setAtEnd] = useState(true)

  function onScroll(): void {
    const element = scroller.current
    if (element === null) return
    setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < END_PX * 3)
    if (element.scrollTop < OLDER_PX) onOlder()
  }

  return { isAtEnd, onScroll }
}

/** Whoever has come to the top before older lines were there makes no further scrolling: they come by themselves. */
function useOlder(
  scroller: { readonly current: HTMLDivElement | null },
  { messages, isLoaded }: MessagePage,
  onOlder: () => void,
): void {
  const oldest = messages[0]?.id
  useEffect(() => {
    const element = scroller.current
    if (!isLoaded || element === null) return undefined
    // By then the lines that came have been measured, and the place is held.
    const timer = setTimeout(() => {
      if (element.scrollTop < OLDER_PX && element.scrollHeight > element.clientHeight) onOlder()
    }, OLDER_AGAIN_MS)
    return () => clearTimeout(timer)
    // Only what is the oldest line matters.
  }, [scroller, isLoaded, oldest])
}

/** Whoever reads the end goes on doing so when the window, or a keyboard on the screen, takes some of it. */
function useHeldEnd(scroller: { readonly current: HTMLDivElement | null }, isAtEnd: boolean): void {
  const wasAtEnd = useRef(isAtEnd)
  useEffect(() => {
    wasAtEnd.current = isAtEnd
  }, [isAtEnd])
  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => {
      if (wasAtEnd.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    // Lines become higher where they become narrower.
    if (element.firstElementChild !== null) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [scroller])
}

type FocusedLine = {
  readonly stop: number
  readonly set: (index: number) => void
  readonly move: (event: KeyboardEvent<HTMLElement>, reveal: (index: number) => void) => void
}

/** One line is a stop of the Tab key; arrows go from line to line. When the focused line is erased, its neighbour has it. */
function useFocusedLine(count: number): FocusedLine {
  const [chosen, setChosen] = useState<number | undefined>(undefined)
  const stop = Math.min(chosen ?? count - 1, count - 1)
  const wanted = useRef<number | undefined>(undefined)
  useEffect(() => {
    if (wanted.current === undefined) return
    const line = document.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`)
    if (line === null) return
    wanted.current = undefined
    line.focus({ preventScroll: true })
  })

  function move(event: KeyboardEvent<HTMLElement>, reveal: (index: number) => void): void {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    const next = stop + step
    if (step === 0 || next < 0 || next >= count || !(event.target instanceof HTMLLIElement)) return
    event.preventDefault()
    wanted.current = next
    setChosen(next)
    reveal(next)
  }

  return { stop, set: setChosen, move }
}

function ToEnd({ unread, onClick }: { readonly unread: number; readonly onClick: () => void }): ReactNode {
  const { t } = useLingui()
  return (
    <button
      type="button"
      aria-label={unread > 0 ? t`To the newest message, ${unread} unread` : t`To the newest message`}
      onClick={onClick}
      className="absolute end-4 bottom-3 grid size-11 place-items-center rounded-full border border-line bg-raised text-ink shadow-pop hover:bg-hover"
    >
      <ArrowDown aria-hidden size={20} />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute -top-1.5 rounded-full bg-flame px-1.5 text-xs leading-4.5 font-semibold text-on-flame"
        >
          {unread}
        </span>
      )}
    </button>
  )
}
