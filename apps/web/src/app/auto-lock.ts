import { useEffect } from 'react'
import { useApp, usePreferences, useSession } from './app-context.ts'

const MINUTE_MS: number = 60 * 1000
const CHECK_EVERY_MS: number = 5 * 1000

/** Locks after the minutes without a touch that the user chose; time asleep counts. */
export function useAutoLock(): void {
  const { engine } = useApp()
  const { storage } = useSession()
  const { lockAfterMinutes } = usePreferences()
  useEffect(() => {
    if (lockAfterMinutes === 0 || storage === 'memory') return undefined
    let touchedAt = Date.now()
    const touch = (): void => {
      touchedAt = Date.now()
    }
    const timer = setInterval(() => {
      if (Date.now() - touchedAt >= lockAfterMinutes * MINUTE_MS) void engine.call('lock')
    }, CHECK_EVERY_MS)
    for (const kind of TOUCHES) addEventListener(kind, touch, { passive: true })
    return () => {
      clearInterval(timer)
      for (const kind of TOUCHES) removeEventListener(kind, touch)
    }
  }, [engine, storage, lockAfterMinutes])
}

const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
