import { Plural, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import type { Seen } from '../seen/use-seen.ts'
import { dayName } from '../time/time-words.ts'
import { useNow } from '../time/use-now.ts'
import { eventWords } from '../words/room-words.ts'
import type { Names } from '../words/room-words.ts'
import type { Line } from './lines-model.ts'
import { MessageLine } from './message-view.tsx'

export type LineViewProps = {
  readonly line: Line
  readonly room: RoomView
  readonly names: Names
  readonly seen: Seen
}

export function LineView({ line, room, names, seen }: LineViewProps): ReactNode {
  const { i18n } = useLingui()
  switch (line.kind) {
    case 'day':
      return <DayLine at={line.at} />
    case 'unread':
      return (
        <div className="flex items-center gap-3 py-3 text-xs font-semibold text-flame-ink">
          <span aria-hidden className="h-px flex-1 bg-flame/40" />
          <Plural value={line.count} one="# new message" other="# new messages" />
          <span aria-hidden className="h-px flex-1 bg-flame/40" />
        </div>
      )
    case 'event':
      return (
        <p className="mx-auto max-w-lg py-1.5 text-center text-[0.8125rem] text-balance text-ink-soft">
          {eventWords({ event: line.event, message: line.message, names, locale: i18n.locale })}
        </p>
      )
    case 'message':
      return <MessageLine line={line} room={room} names={names} seen={seen} />
  }
}

const MINUTE_MS: number = 60 * 1000

/** Today is another day after midnight. */
function DayLine({ at }: { readonly at: number }): ReactNode {
  const { i18n } = useLingui()
  const now = useNow(MINUTE_MS)
  return (
    <div className="flex justify-center py-3">
      <span className="rounded-full bg-sunken px-3 py-1 text-xs font-medium text-ink-soft">
        {dayName(at, now, i18n.locale)}
      </span>
    </div>
  )
}
