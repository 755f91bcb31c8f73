import { readTombstones } from '@rushlight/protocol'
import { done } from '../sessions/outcome.ts'
import { openRoute } from '../sessions/route.ts'
import type { Route } from '../sessions/route.ts'
import type { Tombstones } from './tombstones.ts'

/** Whoever asks is told where the provider goes on. */
export function tombstoneRoute(tombstones: Tombstones): Route {
  return openRoute(readTombstones, 'session', async () => done({ tombstones: tombstones.list() }))
}
