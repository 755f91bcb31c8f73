import { useNavigate } from '@tanstack/react-router'
import type { AccountId } from '@rushlight/protocol'
import { useApp, useSession } from '../app/app-context.ts'

/** Opens the conversation with somebody, making it if there is none. Tells whether it could. */
export function useStartDirect(): (account: AccountId) => Promise<boolean> {
  const { engine } = useApp()
  const session = useSession()
  const navigate = useNavigate()
  return async (account) => {
    const self = session.self.value?.account
    const notes = session.rooms.rooms.value.list.find(({ kind }) => kind === 'self')
    const room = account === self ? notes?.id : await engine.call('startDirect', account).catch(() => undefined)
    if (room === undefined) return false
    await navigate({ to: '/c/$room', params: { room } })
    return true
  }
}
