import type { RoomId } from '@rushlight/protocol'
import { useEffect } from 'react'
import { useApp } from '../app/app-context.ts'

/** Whoever leaves the page while a file is being sealed is asked first: until that is done, it goes with the page. */
export function useLeaveWarning(): void {
  const { engine } = useApp()
  useEffect(() => {
    const sealing = new Set<RoomId>()
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault()
    async function look(room: RoomId): Promise<void> {
      const files = await engine.call('draftFiles', room)
      if (files.some(({ state }) => state.kind === 'sealing')) sealing.add(room)
      else sealing.delete(room)
      if (sealing.size > 0) addEventListener('beforeunload', ask)
      else removeEventListener('beforeunload', ask)
    }
    const unsubscribe = engine.subscribe((event) => {
      if (event.kind === 'filesChanged' && event.message === undefined) void look(event.room).catch(() => undefined)
    })
    return () => {
      unsubscribe()
      removeEventListener('beforeunload', ask)
    }
  }, [engine])
}
