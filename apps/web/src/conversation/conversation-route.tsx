import { Outlet, useMatchRoute, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useObserved, useSession } from '../app/app-context.ts'
import { NothingChosen } from '../app/nothing-chosen.tsx'
import { classes } from '../parts/class-names.ts'
import { ConversationScreen } from './conversation-view.tsx'

/** A conversation, and beside it (or instead of it, where there is no room) its details. */
export function ConversationRoute(): ReactNode {
  const id = useParams({ strict: false }).room
  const { isLoaded, list } = useObserved(useSession().rooms.rooms)
  const hasDetails = useMatchRoute()({ to: '/c/$room/details', params: { room: id ?? '' } }) !== false
  const room = list.find((one) => one.id === id)
  if (room === undefined) return isLoaded ? <NothingChosen /> : undefined
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <div className={classes('min-h-0 min-w-0 flex-1', hasDetails ? 'hidden min-[1600px]:flex' : 'flex')}>
        <ConversationScreen key={room.id} room={room} />
      </div>
      {hasDetails && (
        <aside className="flex min-h-0 min-w-0 flex-1 border-line min-[1600px]:w-[24rem] min-[1600px]:flex-none min-[1600px]:border-s">
          <Outlet />
        </aside>
      )}
    </div>
  )
}
