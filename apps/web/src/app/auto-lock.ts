import { useEffect } from 'react'
import { useApp, usePreferences, useSession } from './app-context.ts'

const SECOND_MS = 1000
const MINUTE_MS: number = 60 * SECOND_MS
const CHECK_EVERY_MS: number = SECOND_MS
/** Other windows of the app hear of it that often, and no more. */
const TELL_EVERY_MS: number = 2 * SECOND_MS
/** The app's windows tell each other of their user; nothing of it is written down. */
const CHANNEL = 'rushlight-presence'

type Told = { readonly kind: 'touched' | 'seen' }

/**
 * Locks after the time without a touch, or without any window of the app in sight, that the user chose; time asleep counts.
 * What happens in one window counts for all of them.
 */
export function useAutoLock(): void {
  const { engine } = useApp()
  const { storage } = useSession()
  const { lockAfterMinutes, lockHiddenAfterSeconds } = usePreferences()
  useEffect(() => {
    if (storage === 'memory' || (lockAfterMinutes === 0 && lockHiddenAfterSeconds === 0)) return undefined
    return watchPresence(({ untouchedMs, unseenMs }) => {
      const isIdle = lockAfterMinutes > 0 && untouchedMs >= lockAfterMinutes * MINUTE_MS
      const isHidden = lockHiddenAfterSeconds > 0 && unseenMs >= lockHiddenAfterSeconds * SECOND_MS
      if (isIdle || isHidden) void engine.call('lock')
    })
  }, [engine, storage, lockAfterMinutes, lockHiddenAfterSeconds])
}

type Absence = { readonly untouchedMs: number; readonly unseenMs: number }

/** Tells every second how long nobody has touched, and seen, any window. Answers how to stop. */
function watchPresence(tell: (absence: Absence) => void): () => void {
  const at = { touched: Date.now(), seen: Date.now() }
  const toldAt = { touched: 0, seen: 0 }
  const channel = new BroadcastChannel(CHANNEL)
  const note = (kind: Told['kind']): void => {
    at[kind] = Date.now()
    if (at[kind] - toldAt[kind] < TELL_EVERY_MS) return
    toldAt[kind] = at[kind]
    channel.postMessage({ kind } satisfies Told)
  }
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isTold(data)) at[data.kind] = Date.now()
  })
  const look = (): void => {
    if (document.visibilityState === 'visible') note('seen')
  }
  // Coming back into sight is no excuse: how long it was out of sight is judged first.
  const check = (): void => {
    tell({ untouchedMs: Date.now() - at.touched, unseenMs: Date.now() - at.seen })
    look()
  }
  const touch = (): void => note('touched')
  const timer = setInterval(check, CHECK_EVERY_MS)
  document.addEventListener('visibilitychange', check)
  for (const kind of TOUCHES) addEventListener(kind, touch, { passive: true })
  return () => {
    clearInterval(timer)
    channel.close()
    document.removeEventListener('visibilitychange', check)
    for (const kind of TOUCHES) removeEventListener(kind, touch)
  }
}

function isTold(data: unknown): data is Told {
  return (
    typeof data === 'object' && data !== null && 'kind' in data && (data.kind === 'touched' || data.kind === 'seen')
  )
}

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
