import { Trans, useLingui } from '@lingui/react/macro'
import { Ban, Flame, MessageCircleOff, PackageOpen } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import type { MessageView, RoomView } from '@rushlight/core'
import { MessageFiles } from '../files/message-files.tsx'
import { FuseCord, FuseWords } from '../fuse/fuse-view.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { classes } from '../parts/class-names.ts'
import type { Seen } from '../seen/use-seen.ts'
import { clockTime, fullTime, longSpan } from '../time/time-words.ts'
import type { Names } from '../words/room-words.ts'
import type { Line } from './lines-model.ts'
import { isCovered, isUnread } from './lines-model.ts'
import { MessageActions } from './message-actions.tsx'
import { RetryView } from './retry-view.tsx'
import { StatusMark } from './status-mark.tsx'
import { TextView } from './text-view.tsx'

export type MessageLineProps = {
  readonly line: Extract<Line, { kind: 'message' }>
  readonly room: RoomView
  readonly names: Names
  readonly seen: Seen
}

export function MessageLine({ line, room, names, seen }: MessageLineProps): ReactNode {
  const { message, isFirst, isLast } = line
  const { isOwn } = message
  const place = useRef<HTMLDivElement>(null)
  const { watch } = seen
  useEffect(
    () => (isUnread(message) ? watch(place.current, message.id) : undefined),
    // Only what is unread is watched.
    [message, watch],
  )
  const showsSender = room.kind === 'group' && !isOwn
  return (
    <div
      ref={place}
      data-message={message.id}
      className={classes('group flex items-end gap-2', isFirst ? 'pt-2' : 'pt-0.5', isOwn && 'flex-row-reverse')}
    >
      {showsSender && (
        <span className="w-8 flex-none">
          {isLast && <Avatar id={message.sender} name={names(message.sender)} size={32} />}
        </span>
      )}
      <div className={classes('flex min-w-0 max-w-[min(65ch,85%)] items-stretch gap-1.5', isOwn && 'flex-row-reverse')}>
        <Bubble line={line} names={names} seen={seen} showsSender={showsSender && isFirst} />
        <FuseCord message={message} />
      </div>
      <MessageActions message={message} room={room} />
    </div>
  )
}

type BubbleProps = Pick<MessageLineProps, 'line' | 'names' | 'seen'> & { readonly showsSender: boolean }

function Bubble({ line, names, seen, showsSender }: BubbleProps): ReactNode {
  const { message, isFirst, isLast } = line
  const { isOwn } = message
  const corners = isOwn
    ? classes(!isFirst && 'rounded-se-md', isLast ? 'rounded-ee-sm' : 'rounded-ee-md')
    : classes(!isFirst && 'rounded-ss-md', isLast ? 'rounded-es-sm' : 'rounded-es-md')
  return (
    <div
      className={classes(
        'message-new min-w-0 rounded-bubble px-3.5 py-2 shadow-bubble',
        isOwn ? 'border border-own-line bg-own' : 'border border-line bg-raised',
        corners,
      )}
    >
      {showsSender && (
        <p className="mb-0.5 truncate text-[0.8125rem] font-semibold text-flame-ink">{names(message.sender)}</p>
      )}
      <Body message={message} seen={seen} />
      <Meta message={message} />
    </div>
  )
}

function Body({ message, seen }: { readonly message: MessageView; readonly seen: Seen }): ReactNode {
  const { body } = message
  if (isCovered(message, seen.opened)) return <Covered message={message} onOpen={() => seen.open(message.id)} />
  switch (body.kind) {
    case 'text':
      return (
        <>
          <MessageFiles files={body.files} />
          {body.text !== '' && <TextView text={body.text} />}
        </>
      )
    case 'deleted':
      return (
        <Remark icon={<Ban aria-hidden size={15} />}>
          <Trans>This message was deleted.</Trans>
        </Remark>
      )
    case 'undelivered':
      return (
        <Remark icon={<MessageCircleOff aria-hidden size={15} />}>
          <Trans>Its time was over before anybody could get it.</Trans>
        </Remark>
      )
    case 'unknown':
      return (
        <Remark icon={<PackageOpen aria-hidden size={15} />}>
          <Trans>Sent by a newer version. Load the page again to read it.</Trans>
        </Remark>
      )
    case 'event':
      return undefined
  }
}

function Remark({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }): ReactNode {
  return (
    <p className="flex items-center gap-2 text-ink-soft italic">
      {icon}
      {children}
    </p>
  )
}

/** Nothing of its text is in the page before it is opened. */
function Covered({ message, onOpen }: { readonly message: MessageView; readonly onOpen: () => void }): ReactNode {
  const { i18n } = useLingui()
  const span = longSpan(message.burnAfterMs ?? 0, i18n.locale)
  return (
    <button
      type="button"
      onClick={onOpen}
      className="covered flex min-h-11 w-full items-center gap-2.5 rounded-lg px-1 text-start"
    >
      <span className="grid size-8 flex-none place-items-center rounded-full bg-flame-soft text-ember-ink">
        <Flame aria-hidden size={17} />
      </span>
      <span>
        <span className="block font-medium">
          <Trans>Tap to read</Trans>
        </span>
        <span className="block text-[0.8125rem] text-ink-soft">
          <Trans>burns {span} after</Trans>
        </span>
      </span>
    </button>
  )
}

function Meta({ message }: { readonly message: MessageView }): ReactNode {
  const { i18n } = useLingui()
  const { sentAt, isOwn, status } = message
  return (
    <div className="mt-1 flex items-center justify-end gap-2 text-[0.6875rem] leading-4 text-ink-soft">
      <FuseWords message={message} />
      {status.kind === 'failed' && <RetryView message={message} failure={status.failure} />}
      <time dateTime={new Date(sentAt).toISOString()} title={fullTime(sentAt, i18n.locale)} className="tabular-nums">
        {clockTime(sentAt, i18n.locale)}
      </time>
      {isOwn && <StatusMark status={status} />}
    </div>
  )
}
