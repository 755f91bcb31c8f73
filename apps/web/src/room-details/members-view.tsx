import { Link, useNavigate } from '@tanstack/react-router'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Ellipsis, MessageSquare, Shield, ShieldOff, UserMinus, UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import type { ParticipantView, PersonView, RoomView } from '@rushlight/core'
import { useApp } from '../app/app-context.ts'
import { PeoplePicker } from '../new-room/people-picker.tsx'
import { Avatar } from '../parts/avatar.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { Confirm, Modal } from '../parts/dialog.tsx'
import { Action, ActionMenu } from '../parts/menu.tsx'
import { VerifiedBadge } from '../parts/verified-badge.tsx'
import { may } from './room-rights-model.ts'

export function MembersView({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  return (
    <section className="mb-6">
      <div className="mb-2 flex items-center justify-between px-1">
        <h2 className="text-sm font-semibold text-ink-soft">
          <Plural value={room.participants.length} one="# member" other="# members" />
        </h2>
        {may(room, 'canAddParticipant') && <AddMembers room={room} />}
      </div>
      <ul aria-label={t`Members`} className="rounded-2xl border border-line bg-pane p-1.5">
        {room.participants.map((person) => (
          <Member key={person.account} room={room} person={person} />
        ))}
      </ul>
    </section>
  )
}

function Member({ room, person }: { readonly room: RoomView; readonly person: ParticipantView }): ReactNode {
  const { t } = useLingui()
  const name = person.isSelf ? t`You` : person.handle
  return (
    <li className="flex items-center gap-3 rounded-xl px-2.5 py-1.5">
      <Avatar id={person.account} name={person.handle} size={38} />
      <span className="min-w-0 flex-1">
        {person.isSelf ? (
          <span className="block truncate">{name}</span>
        ) : (
          <Link to="/person/$account" params={{ account: person.account }} className="block truncate hover:underline">
            {name} <VerifiedBadge verification={person.verification} />
          </Link>
        )}
        {person.isModerator && (
          <span className="block text-[0.8125rem] text-ink-soft">
            <Trans>Moderator</Trans>
          </span>
        )}
      </span>
      {!person.isSelf && room.kind === 'group' && <MemberActions room={room} person={person} />}
    </li>
  )
}

function MemberActions({ room, person }: { readonly room: RoomView; readonly person: ParticipantView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const navigate = useNavigate()
  const [isAsking, setAsking] = useState(false)
  const { account, handle, isModerator } = person
  return (
    <>
      <ActionMenu
        trigger={<IconButton label={t`Actions for ${handle}`} className="size-9" />}
        icon={<Ellipsis size={18} />}
      >
        <Action
          icon={<MessageSquare size={17} />}
          onClick={() => void navigate({ to: '/person/$account', params: { account } })}
        >
          <Trans>About {handle}</Trans>
        </Action>
        {may(room, 'canChangeUserRole') && (
          <Action
            icon={isModerator ? <ShieldOff size={17} /> : <Shield size={17} />}
            onClick={() =>
              void engine.call('changeRoom', room.id, { kind: 'role', account, isModerator: !isModerator })
            }
          >
            {isModerator ? <Trans>No moderator any more</Trans> : <Trans>Make a moderator</Trans>}
          </Action>
        )}
        {may(room, 'canRemoveParticipant') && (
          <Action icon={<UserMinus size={17} />} isDanger onClick={() => setAsking(true)}>
            <Trans>Remove from the room</Trans>
          </Action>
        )}
      </ActionMenu>
      <Confirm
        title={t`Remove ${handle}?`}
        text={t`They cannot read what is said from now on. What they have already stays with them until its time is over.`}
        action={t`Remove`}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false)
          void engine.call('changeRoom', room.id, { kind: 'remove', account })
        }}
      />
    </>
  )
}

function AddMembers({ room }: { readonly room: RoomView }): ReactNode {
  const { t } = useLingui()
  const { engine } = useApp()
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<readonly PersonView[]>([])

  function add(): void {
    void engine.call('changeRoom', room.id, { kind: 'add', accounts: chosen.map(({ account }) => account) })
    setChosen([])
    setOpen(false)
  }

  return (
    <>
      <Button tone="plain" className="min-h-9 px-3" onClick={() => setOpen(true)}>
        <UserPlus aria-hidden size={17} />
        <Trans>Add people</Trans>
      </Button>
      <Modal title={t`Add people`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <PeoplePicker chosen={chosen} onChange={setChosen} without={room.participants.map(({ account }) => account)} />
        <p className="mt-4 text-sm text-ink-soft">
          <Trans>They read what is said from now on, nothing from before.</Trans>
        </p>
        <Button tone="primary" className="mt-4 w-full" disabled={chosen.length === 0} onClick={add}>
          <Trans>Add to the room</Trans>
        </Button>
      </Modal>
    </>
  )
}
