import { useNavigate, useParams } from '@tanstack/react-router'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import type { RoomView, TwoStoriesView } from '@rushlight/core'
import { useApp, useObserved, useSession } from '../app/app-context.ts'
import { RoomTimersForm } from '../composer/room-timers-form.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'
import { Pane, Section } from '../parts/pane.tsx'
import { TextField } from '../parts/text-field.tsx'
import { longSpan } from '../time/time-words.ts'
import { roomName } from '../words/room-words.ts'
import { OwnMarks } from './own-marks.tsx'
import { MembersView } from './members-view.tsx'
import { may, mayChangeTimers } from './room-rights-model.ts'

export function RoomDetailsScreen(): ReactNode {
  const { t } = useLingui()
  const id = useParams({ strict: false }).room
  const navigate = useNavigate()
  const { list } = useObserved(useSession().rooms.rooms)
  const room = list.find((one) => one.id === id)
  if (room === undefined) return undefined
  const back = (): void => void navigate({ to: '/c/$room', params: { room: room.id } })
  return (
    <Pane title={t`Details`} onBack={back}>
      <Face room={room} />
      <Section title={t`Timers`}>
        <div className="py-3">
          {mayChangeTimers(room) ? <RoomTimersForm room={room} /> : <TimersTold room={room} />}
        </div>
      </Section>
      <OwnMarks room={room} />
      {room.kind !== 'self' && <MembersView room={room} />}
      <Section title={t`Security`}>
        <div className="space-y-2 py-3 text-sm text-ink-soft">
          <p>
            <Plural
              value={room.devices}
              one="# device can read this conversation."
              other="# devices can read this conversation."
            />{' '}
            <Trans>The server cannot: it keeps sealed lines, and forgets them when their time is over.</Trans>
          </p>
          {room.isPostQuantum !== undefined && <ProtectionTold isPostQuantum={room.isPostQuantum} />}
          {room.twoStories !== undefined && <TwoStoriesTold told={room.twoStories} />}
        </div>
      </Section>
      {room.kind !== 'self' && <LeaveView room={room} />}
    </Pane>
  )
}

/** Which protection the room was made with; it keeps it. */
function ProtectionTold({ isPostQuantum }: { readonly isPostQuantum: boolean }): ReactNode {
  return (
    <p>
      {isPostQuantum ? (
        <Trans>
          Protected against today’s computers and against the quantum computers of tomorrow: whoever records these
          messages now cannot open them later.
        </Trans>
      ) : (
        <Trans>
          Protected against today’s computers. Because this room was made for many people, it has no extra protection
          against the quantum computers of tomorrow.
        </Trans>
      )}
    </p>
  )
}

function TwoStoriesTold({ told: { seq, by, proof } }: { readonly told: TwoStoriesView }): ReactNode {
  const handle = by?.handle ?? ''
  return (
    <p className="text-danger">
      {proof === undefined ? (
        <Trans>
          {handle} says that the server showed a different order of this conversation there, at entry {seq}. There is no
          proof of it.
        </Trans>
      ) : (
        <Trans>
          The server showed others a different order of this conversation than this device. Its own signatures prove it,
          and this device keeps them: two receipts for entry {seq} that cannot both be true.
        </Trans>
      )}
    </p>
  )
}

function Face({ room }: { readonly room: RoomView }): ReactNode {
  const other = room.participants.find(({ isSelf }) => !isSelf)
  const name = roomName(room)
  return (
    <div className="mb-8 flex flex-col items-center gap-3 text-center">
      <Avatar
        id={room.kind === 'direct' ? (other?.account ?? room.id) : room.id}
        name={name}
        kind={room.kind === 'direct' ? 'person' : room.kind}
        size={88}
      />
      {may(room, 'canChangeRoomName') ? (
        <RenameForm room={room} />
      ) : (
        <p className="text-xl font-semibold break-all">{name}</p>
      )}
    </div>
  )
}

const TITLE_LENGTH_MAX = 80

function RenameForm({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [title, setTitle] = useState(room.title)
  const isSame = title.trim() === room.title || title.trim() === ''

  function rename(event: FormEvent): void {
    event.preventDefault()
    if (!isSame) void engine.call('changeRoom', room.id, { kind: 'title', title: title.trim() })
  }

  return (
    <form className="flex w-full items-end gap-2 text-start" onSubmit={rename}>
      <div className="min-w-0 flex-1">
        <TextField
          label={t`Name of the room`}
          maxLength={TITLE_LENGTH_MAX}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" disabled={isSame}>
        <Trans>Rename</Trans>
      </Button>
    </form>
  )
}

function TimersTold({ room }: { readonly room: RoomView }): ReactNode {
  const { t, i18n } = useLingui()
  const { expireMs, burnMs } = room.timers
  const expiry = expireMs === undefined ? t`never` : longSpan(expireMs, i18n.locale)
  const burn = burnMs === undefined ? undefined : longSpan(burnMs, i18n.locale)
  return (
    <p>
      <Trans>Messages expire after {expiry}.</Trans>{' '}
      {burn !== undefined && <Trans>They burn {burn} after reading.</Trans>}
    </p>
  )
}

function LeaveView({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)

  async function leave(): Promise<void> {
    setAsking(false)
    await engine.call('leaveRoom', room.id)
    await navigate({ to: '/' })
  }

  return (
    <>
      <Button tone="quiet" className="w-full text-danger" onClick={() => setAsking(true)}>
        <Trans>Leave this conversation</Trans>
      </Button>
      <Confirm
        title={t`Leave this conversation?`}
        text={t`You will not get what is said from now on. What is here already stays until its time is over, or until you take the conversation off the list.`}
        action={t`Leave`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void leave()}
      />
    </>
  )
}
