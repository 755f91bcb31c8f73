import { Trans, useLingui } from '@lingui/react/macro'
import { Link, useNavigate } from '@tanstack/react-router'
import { DoorClosed, Hourglass, MessageCircleQuestion, RefreshCw, ShieldAlert, Wrench } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { Banner } from '../parts/banner.tsx'
import { Button } from '../parts/button.tsx'
import { Confirm } from '../parts/dialog.tsx'

/** What stands between this device and the room, in plain words. */
export function StandingView({ room }: { readonly room: RoomView }): ReactNode {
  return (
    <>
      {room.twoStories?.proof !== undefined && (
        <Banner icon={<ShieldAlert size={16} />} tone="warning">
          <Trans>
            The server showed others a different order of this conversation than this device. It is faulty, or somebody
            works against you: agree on another server.
          </Trans>
        </Banner>
      )}
      <Lapsed room={room} />
      <Standing room={room} />
    </>
  )
}

/** In a conversation of two it stands above until it is looked into: the line in the room says it once. */
function Lapsed({ room }: { readonly room: RoomView }): ReactNode {
  const other = room.participants.find(({ isSelf }) => !isSelf)
  if (room.kind !== 'direct' || other?.verification !== 'lapsed') return undefined
  const { account, handle } = other
  return (
    <Banner icon={<ShieldAlert size={16} />} tone="warning">
      <span className="me-2">
        <Trans>{handle} is no longer verified: the account came back by its recovery words.</Trans>
      </span>
      <Link to="/person/$account" params={{ account }} className="inline-block min-h-6 font-medium underline">
        <Trans>Compare anew</Trans>
      </Link>
    </Banner>
  )
}

function Standing({ room }: { readonly room: RoomView }): ReactNode {
  switch (room.standing) {
    case 'joined':
    case 'creating':
      return undefined
    case 'request':
      return <RequestBar room={room} />
    case 'waiting':
      return (
        <Banner icon={<Hourglass size={16} />}>
          <Trans>
            Waiting to be let in: as soon as another device in this conversation is online, it lets this one in by
            itself. You will see what is said from then on.
          </Trans>
        </Banner>
      )
    case 'stuck':
      return (
        <Banner icon={<RefreshCw size={16} />} tone="warning">
          <Trans>This device cannot follow a change of the room. It asks the others to let it in again.</Trans>
        </Banner>
      )
    case 'updateNeeded':
      return (
        <Banner icon={<Wrench size={16} />} tone="warning">
          <Trans>This room uses something newer. Load the page again to get the newest version.</Trans>
        </Banner>
      )
    case 'left':
    case 'removed':
      return <EndedBar room={room} />
  }
}

function RequestBar({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const who = room.invitedBy?.handle ?? room.title

  async function block(): Promise<void> {
    setAsking(false)
    if (room.invitedBy !== undefined) await engine.call('block', room.invitedBy.account)
    await engine.call('leaveRoom', room.id)
    await navigate({ to: '/' })
  }

  async function decline(): Promise<void> {
    await engine.call('leaveRoom', room.id)
    await navigate({ to: '/' })
  }

  return (
    <div className="flex-none border-b border-line bg-flame-soft px-4 py-3">
      <div className="mx-auto flex max-w-2xl flex-col items-center gap-3 text-center">
        <p className="flex items-center gap-2 font-medium">
          <MessageCircleQuestion aria-hidden size={18} className="flex-none" />
          <Trans>{who} wants to talk to you</Trans>
        </p>
        <p className="text-sm text-ink-soft">
          <Trans>Until you accept, nobody sees that you have read anything.</Trans>
        </p>
        <div className="flex flex-wrap justify-center gap-2">
          <Button tone="primary" onClick={() => void engine.call('acceptRequest', room.id)}>
            <Trans>Accept</Trans>
          </Button>
          <Button onClick={() => void decline()}>
            <Trans>Decline</Trans>
          </Button>
          <Button tone="plain" onClick={() => setAsking(true)}>
            <Trans>Block</Trans>
          </Button>
        </div>
      </div>
      <Confirm
        title={t`Block ${who}?`}
        text={t`Nothing from ${who} reaches you any more. They are not told; what they send looks sent to them.`}
        action={t`Block`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void block()}
      />
    </div>
  )
}

function EndedBar({ room }: { readonly room: RoomView }): ReactNode {
  const { engine } = useApp()
  const navigate = useNavigate()

  async function drop(): Promise<void> {
    await engine.call('dropRoom', room.id)
    await navigate({ to: '/' })
  }

  return (
    <Banner icon={<DoorClosed size={16} />}>
      <span className="me-2">
        {room.standing === 'left' ? (
          <Trans>You have left this conversation.</Trans>
        ) : (
          <Trans>You are no longer in this conversation.</Trans>
        )}
      </span>
      <button type="button" className="min-h-6 font-medium text-flame-ink underline" onClick={() => void drop()}>
        <Trans>Take it off the list</Trans>
      </button>
    </Banner>
  )
}
