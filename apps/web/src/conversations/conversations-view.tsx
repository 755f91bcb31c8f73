import { Link, useParams } from '@tanstack/react-router'
import { MessageSquarePlus, Search, Settings, Users } from 'lucide-react'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import type { RoomView } from '@rushlight/core'
import { useObserved, useSession } from '../app/app-context.ts'
import { ConnectionWords } from './connection-view.tsx'
import { RoomRow } from './room-row-view.tsx'
import { sectionsOf } from './room-list-model.ts'

const ICON_LINK =
  'grid size-11 place-items-center rounded-xl text-ink-soft hover:bg-hover hover:text-ink aria-[current=page]:text-flame-ink'

export function ConversationsPane(): ReactNode {
  const { t } = useLingui()
  const [search, setSearch] = useState('')
  return (
    <>
      <header className="flex-none px-3 pt-[calc(0.5rem+env(safe-area-inset-top))] pb-2">
        <div className="flex items-center">
          <div className="min-w-0 flex-1 ps-1">
            <h1 className="text-[1.1875rem] leading-6 font-semibold tracking-tight">Rushlight</h1>
            <ConnectionWords />
          </div>
          <Link to="/new/room" aria-label={t`New room`} title={t`New room`} className={ICON_LINK}>
            <Users size={20} />
          </Link>
          <Link
            to="/new"
            activeOptions={{ exact: true }}
            aria-label={t`New conversation`}
            title={t`New conversation`}
            className={ICON_LINK}
          >
            <MessageSquarePlus size={20} />
          </Link>
          <Link to="/settings" aria-label={t`Settings`} title={t`Settings`} className={ICON_LINK}>
            <Settings size={20} />
          </Link>
        </div>
        <label className="relative mt-1.5 block">
          <Search aria-hidden size={16} className="absolute start-3 top-1/2 -translate-y-1/2 text-ink-soft" />
          <input
            type="search"
            data-shortcut="search"
            aria-label={t`Search conversations`}
            placeholder={t`Search`}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            className="field min-h-10 border-transparent bg-sunken py-1.5 ps-9"
          />
        </label>
      </header>
      <RoomLists search={search} />
    </>
  )
}

function RoomLists({ search }: { readonly search: string }): ReactNode {
  const { t } = useLingui()
  const session = useSession()
  const { isLoaded, list } = useObserved(session.rooms.rooms)
  const { requests, rooms } = sectionsOf(list, search)
  // Notes to oneself are there from the beginning.
  const isLonely = requests.length === 0 && rooms.every(({ kind }) => kind === 'self' && search.trim() === '')
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-[calc(0.5rem+env(safe-area-inset-bottom))]">
      {requests.length > 0 && (
        <section className="mb-2 rounded-2xl bg-flame-soft/60 pb-1">
          <h2 id="requests" className="px-3 pt-2 pb-1 text-[0.8125rem] font-semibold text-flame-ink">
            <Trans>Message requests</Trans>
          </h2>
          <List label={t`Message requests`} rooms={requests} />
        </section>
      )}
      <List label={t`Conversations`} rooms={rooms} />
      {isLoaded && isLonely && <Nothing isSearch={search.trim() !== ''} />}
    </div>
  )
}

function List({ label, rooms }: { readonly label: string; readonly rooms: readonly RoomView[] }): ReactNode {
  const chosen = useParams({ strict: false }).room
  const first = rooms.some(({ id }) => id === chosen) ? chosen : rooms[0]?.id
  return (
    // The list keeps its name while it is empty, so that it can be found before anything is in it.
    <ul aria-label={label} onKeyDown={moveFocus}>
      {rooms.map((room) => (
        <RoomRow key={room.id} room={room} isChosen={room.id === chosen} isStop={room.id === first} />
      ))}
    </ul>
  )
}

/** Arrow keys go from row to row; one row is a stop of the Tab key. */
function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a')]
  const at = links.findIndex((link) => link === document.activeElement)
  const step = STEPS.get(event.key)
  const target = event.key === 'Home' ? 0 : event.key === 'End' ? links.length - 1 : step === undefined ? -1 : at + step
  const link = links[target]
  if (at < 0 || link === undefined) return
  event.preventDefault()
  link.focus()
}

const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowDown', 1],
  ['ArrowUp', -1],
])

function Nothing({ isSearch }: { readonly isSearch: boolean }): ReactNode {
  if (isSearch) {
    return (
      <p role="status" className="p-6 text-center text-ink-soft">
        <Trans>No conversation has such a name or member.</Trans>
      </p>
    )
  }
  return (
    <div className="p-6 text-center">
      <p className="font-medium">
        <Trans>Nobody here yet</Trans>
      </p>
      <p className="mt-1 text-sm text-ink-soft">
        <Trans>Find somebody by name, or send them your link.</Trans>
      </p>
      <Link
        to="/new"
        className="mt-4 inline-flex min-h-11 items-center rounded-xl bg-flame px-4 font-medium text-on-flame hover:bg-flame-strong"
      >
        <Trans>New conversation</Trans>
      </Link>
    </div>
  )
}
