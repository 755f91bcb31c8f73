import { Link } from '@tanstack/react-router'
import { useLingui, Trans } from '@lingui/react/macro'
import { BellOff, Flame, Pin } from 'lucide-react'
import type { ReactNode } from 'react'
import type { MessageView, RoomView } from '@rushlight/core'
import { useObserved, useSession } from '../app/app-context.ts'
import { isCovered } from '../conversation/lines-model.ts'
import { StatusMark } from '../conversation/status-mark.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { classes } from '../parts/class-names.ts'
import { listTime } from '../time/time-words.ts'
import { useNow } from '../time/use-now.ts'
import { bodyWords, eventWords, roomName } from '../words/room-words.ts'
import { useNames } from './use-names.ts'

const MINUTE_MS: number = 60 * 1000

export type RoomRowProps = {
  readonly room: RoomView
  readonly isChosen: boolean
  /** Where the Tab key stops in the list. */
  readonly isStop: boolean
}

export function RoomRow({ room, isChosen, isStop }: RoomRowProps): ReactNode {
  const { i18n } = useLingui()
  const now = useNow(MINUTE_MS)
  const name = roomName(room)
  const other = room.participants.find(({ isSelf }) => !isSelf)
  return (
    <li>
      <Link
        to="/c/$room"
        params={{ room: room.id }}
        tabIndex={isStop ? 0 : -1}
        aria-current={isChosen ? 'page' : undefined}
        className={classes(
          'flex items-center gap-3 rounded-xl px-3 py-2.5 transition-colors outline-offset-[-2px]',
          isChosen ? 'bg-chosen' : 'hover:bg-hover',
        )}
      >
        <span className="relative">
          <Avatar
            id={room.kind === 'direct' ? (other?.account ?? room.id) : room.id}
            name={name}
            kind={room.kind === 'direct' ? 'person' : room.kind}
            size={46}
          />
          {room.timers.burnMs !== undefined && (
            <span className="absolute -end-0.5 -bottom-0.5 grid size-4.5 place-items-center rounded-full bg-pane text-ember-ink">
              <Flame aria-hidden size={12} fill="currentColor" />
            </span>
          )}
        </span>
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={classes('min-w-0 flex-1 truncate', room.unread > 0 ? 'font-semibold' : 'font-medium')}>
              {name}
            </span>
            <Marks room={room} now={now} />
            <time className={classes('flex-none text-xs', room.unread > 0 ? 'text-flame-ink' : 'text-ink-soft')}>
              {listTime(room.activeAt, now, i18n.locale)}
            </time>
          </span>
          <span className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate text-sm text-ink-soft">
              <LastLine room={room} />
            </span>
            <Unread count={room.unread} />
          </span>
        </span>
      </Link>
    </li>
  )
}

/** What its owner made of it: above the others, and silent. */
function Marks({ room, now }: { readonly room: RoomView; readonly now: number }): ReactNode {
  const { t } = useLingui()
  const isMuted = (room.mutedUntil ?? 0) > now
  return (
    <>
      {isMuted && (
        <BellOff size={13} role="img" aria-label={t`Muted`} className="flex-none self-center text-ink-soft" />
      )}
      {room.isPinned && (
        <Pin size={13} role="img" aria-label={t`Pinned`} className="flex-none self-center text-ink-soft" />
      )}
    </>
  )
}

function Unread({ count }: { readonly count: number }): ReactNode {
  const { t } = useLingui()
  if (count === 0) return undefined
  return (
    <span className="min-w-5.5 flex-none rounded-full bg-flame px-1.5 py-0.5 text-center text-xs leading-4 font-semibold text-on-flame tabular-nums">
      <span aria-hidden>{count > 999 ? '999+' : count}</span>
      <span className="sr-only">{t`${count} unread`}</span>
    </span>
  )
}

const NOTHING_OPENED: ReadonlySet<string> = new Set()

/** A draft, a state that wants attention, or the last thing said. */
function LastLine({ room }: { readonly room: RoomView }): ReactNode {
  const { i18n } = useLingui()
  const names = useNames(room, room.last === undefined ? [] : [room.last])
  const session = useSession()
  const self = useObserved(session.self)
  const { last, draft, standing } = room
  if (standing === 'waiting') return <Trans>Waiting to be let in</Trans>
  if (standing === 'request') return <Trans>Wants to talk to you</Trans>
  if (standing === 'left') return <Trans>You have left</Trans>
  if (standing === 'removed') return <Trans>You were removed</Trans>
  if (draft !== '') {
    return (
      <>
        <span className="text-flame-ink">
          <Trans>Draft:</Trans>
        </span>{' '}
        {draft}
      </>
    )
  }
  if (last === undefined || isBeginning(room, last))
    return room.kind === 'self' ? <Trans>Only you can read this</Trans> : <Trans>Nothing said yet</Trans>
  if (last.body.kind === 'event') {
    return eventWords({ event: last.body.event, message: last, names, locale: i18n.locale })
  }
  const words = bodyWords(last.body, isCovered(last, NOTHING_OPENED))
  const speaker = room.kind === 'group' && last.sender !== self?.account ? `${names(last.sender)}: ` : ''
  return (
    <>
      {last.isOwn && (
        <span className="me-1 inline-block align-[-2px]">
          <StatusMark status={last.status} />
        </span>
      )}
      {speaker}
      {words}
    </>
  )
}

/** That a conversation of one or two exists needs no telling. */
function isBeginning({ kind }: RoomView, { body }: MessageView): boolean {
  return kind !== 'group' && body.kind === 'event' && (body.event.kind === 'created' || body.event.kind === 'added')
}
