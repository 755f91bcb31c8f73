import { useEffect } from 'react'
import type { ConnectionView } from '@rushlight/core'

const KEY = 'rushlight-online-day'
const DAY_MS: number = 24 * 60 * 60 * 1000
/** R32: from then on the app offers to move to another place. */
const GONE_DAYS = 7

/** No server of the account has answered this browser for a week, or longer. Only the day is kept. */
export function useServerGone(connection: ConnectionView | undefined): boolean {
  const today = Math.floor(Date.now() / DAY_MS)
  const isOnline = connection?.state === 'online'
  useEffect(() => {
    if (isOnline || localStorage.getItem(KEY) === null) localStorage.setItem(KEY, String(today))
  }, [isOnline, today])
  return connection !== undefined && !isOnline && isGone(localStorage.getItem(KEY) ?? '', today)
}

/** With the account goes when it was last online. */
export function forgetOnlineDay(): void {
  localStorage.removeItem(KEY)
}

export function isGone(lastDay: string, today: number): boolean {
  return /^\d+$/.test(lastDay) && today - Number(lastDay) >= GONE_DAYS
}
