import { Link, useNavigate } from '@tanstack/react-router'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ArrowLeft, Info } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { IconButton } from '../parts/button.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { VerifiedBadge } from '../parts/verified-badge.tsx'
import { roomName } from '../words/room-words.ts'

export function ConversationHead({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const navigate = useNavigate()
  const name = roomName(room)
  const other = room.participants.find(({ isSelf }) => !isSelf)
  return (
    <header className="flex min-h-15 flex-none items-center gap-1 border-b border-line bg-pane px-2 pt-[env(safe-area-inset-top)]">
      <IconButton label={t`Back`} className="min-[600px]:hidden" onClick={() => void navigate({ to: '/' })}>
        <ArrowLeft size={20} className="rtl:rotate-180" />
      </IconButton>
      <Link
        to="/c/$room/details"
        params={{ room: room.id }}
        className="flex min-w-0 flex-1 items-center gap-3 rounded-xl px-2 py-1.5 hover:bg-hover"
      >
        <Avatar
          id={room.kind === 'direct' ? (other?.account ?? room.id) : room.id}
          name={name}
          kind={room.kind === 'direct' ? 'person' : room.kind}
          size={36}
        />
        <span className="min-w-0">
          <h1 className="truncate text-[1.0625rem] leading-5 font-semibold">
            {name}{' '}
            {room.kind === 'direct' && other !== undefined && <VerifiedBadge verification={other.verification} />}
          </h1>
          <span className="block truncate text-[0.8125rem] leading-4 text-ink-soft">
            <Subtitle room={room} />
          </span>
        </span>
      </Link>
      <Link
        to="/c/$room/details"
        params={{ room: room.id }}
        aria-label={t`Details`}
        title={t`Details`}
        data-shortcut="details"
        className="grid size-11 place-items-center rounded-xl text-ink-soft hover:bg-hover hover:text-ink"
      >
        <Info size={20} />
      </Link>
    </header>
  )
}

function Subtitle({ room }: { readonly room: RoomView }): ReactNode {
  const count = room.participants.length
  if (room.kind === 'self') return <Trans>On all your devices, and nobody else’s</Trans>
  if (room.kind === 'group') return <Plural value={count} one="# member" other="# members" />
  return <Trans>End-to-end encrypted</Trans>
}
