import type { MessageView, RoomView } from '@rushlight/core'
import { useEffect, useRef, useState } from 'react'
import { useApp } from '../app/app-context.ts'
import { isCovered, isUnread } from '../conversation/lines-model.ts'
import { SeenTimes } from './seen-model.ts'

/** What rows need: where to be watched, and what the user has uncovered. */
export type Seen = {
  readonly opened: ReadonlySet<string>
  readonly open: (id: string) => void
  /** For the element of an unread message. */
  readonly watch: (element: HTMLElement | null, id: string) => (() => void) | undefined
}

const LOOK_EVERY_MS = 250
/** Of a message that is taller than the window half is enough. */
const IN_VIEW = 0.5

export function useSeen(room: RoomView, messages: readonly MessageView[]): Seen {
  const { engine } = useApp()
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const watched = useRef(new Map<string, HTMLElement>())
  const seenTimes = useRef(new SeenTimes())
  const mayRead = room.standing === 'joined' || room.standing === 'creating'
  useEffect(() => {
    if (!mayRead) return undefined
    const times = seenTimes.current
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible' || !document.hasFocus()) return times.lookAway()
      const unread = messages.filter((message) => isUnread(message) && !isCovered(message, opened))
      const inView = unread.filter(({ id }) => isInView(watched.current.get(id)))
      const now = performance.now()
      times.look(new Set(inView.map(({ id }) => id)), now)
      const ids = new Set(times.takeSeen(now))
      const seen = inView.filter(({ id }) => ids.has(id)).map(({ id }) => id)
      if (seen.length > 0) void engine.call('markRead', room.id, seen).catch(() => times.lookAway())
      return undefined
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [engine, room.id, mayRead, messages, opened])

  return {
    opened,
    open: (id) => setOpened(new Set([...opened, id])),
    watch(element, id) {
      if (element === null) return undefined
      watched.current.set(id, element)
      return () => watched.current.delete(id)
    },
  }
}

function isInView(element: HTMLElement | undefined): boolean {
  if (element === undefined) return false
  const { top, bottom, height } = element.getBoundingClientRect()
  const frame = element.closest('[data-scroller]')?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight }
  const shown = Math.min(bottom, frame.bottom) - Math.max(top, frame.top)
  return shown >= Math.min(height, frame.bottom - frame.top) * IN_VIEW
}
