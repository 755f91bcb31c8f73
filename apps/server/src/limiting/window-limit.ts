import type { Clock } from '../ports/clock.ts'
import { LIMITED_KEYS_MAX } from '../limits.ts'
import type { WindowLimit } from '../limits.ts'
import { createRecent } from './recent.ts'
import type { Limit } from './rate-limit.ts'

/**
 * Counts in two neighbouring windows and weighs the older one by how much of it still lies within the span: exact for an
 * even flow, and never far off.
 */
export function createWindowLimit(clock: Clock, { count, windowMs }: WindowLimit): Limit {
  const windows = createRecent<string, Windows>(LIMITED_KEYS_MAX)
  return {
    take(key, amount = 1) {
      const now = clock.now()
      const present = Math.floor(now / windowMs)
      const { before, within } = shifted(windows.get(key), present)
      const passed = now / windowMs - present
      const room = count - within - amount
      if (room < 0) return Math.ceil((1 - passed) * windowMs)
      if (before * (1 - passed) > room) return Math.ceil((1 - room / before - passed) * windowMs)
      windows.set(key, { window: present, before, within: within + amount })
      return 0
    },
  }
}

type Windows = { readonly window: number; readonly before: number; readonly within: number }

function shifted(windows: Windows | undefined, present: number): { before: number; within: number } {
  if (windows?.window === present) return windows
  // A clock that went back finds the newer window as if it were the one before.
  const isNeighbour = windows !== undefined && Math.abs(windows.window - present) === 1
  return { before: isNeighbour ? windows.within : 0, within: 0 }
}
