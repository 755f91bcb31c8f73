import { useEffect } from 'react'
import { unreadRooms } from '../conversations/room-list-model.ts'
import { useObserved, useSession } from './app-context.ts'

/** The number of conversations with something unread, in the title and on the installed app's icon. Never a name. */
export function useTitle(): void {
  const { list } = useObserved(useSession().rooms.rooms)
  const count = unreadRooms(list)
  useEffect(() => {
    document.title = count === 0 ? 'Rushlight' : `(${count}) Rushlight`
    if ('setAppBadge' in navigator) void navigator.setAppBadge(count).catch(() => undefined)
    return () => {
      document.title = 'Rushlight'
      if ('clearAppBadge' in navigator) void navigator.clearAppBadge().catch(() => undefined)
    }
  }, [count])
}
