import type { Climate } from './faults.ts'
import type { Random } from './random.ts'

const MINUTE_MS = 60_000

/** No faults, and a network as good as a real one. */
export const CALM: Climate = {
  dropFrame: 0,
  doubleFrame: 0,
  delayFrame: 0,
  loseConnection: 0,
  deviceCrashEveryMs: Infinity,
  deviceRestartEveryMs: Infinity,
  providerCrashEveryMs: Infinity,
  clockJumpEveryMs: Infinity,
  diskFullEveryMs: Infinity,
  awayEveryMs: Infinity,
  blobLostEveryMs: Infinity,
  latencyMs: 30,
}

/** Each world has weather of its own: some kinds of fault are missing, some are frequent. */
export function createFaultsAndClimate(random: Random): Climate {
  const sometimes = (most: number): number => (random.chance(0.5) ? 0 : random.fraction() * most)
  const every = (leastMs: number): number => (random.chance(0.4) ? Infinity : leastMs * (1 + 8 * random.fraction()))
  return {
    dropFrame: sometimes(0.05),
    doubleFrame: sometimes(0.3),
    delayFrame: sometimes(0.3),
    loseConnection: sometimes(0.05),
    deviceCrashEveryMs: every(MINUTE_MS / 2),
    deviceRestartEveryMs: every(MINUTE_MS),
    providerCrashEveryMs: every(MINUTE_MS / 2),
    clockJumpEveryMs: every(5 * MINUTE_MS),
    diskFullEveryMs: every(5 * MINUTE_MS),
    awayEveryMs: every(MINUTE_MS),
    blobLostEveryMs: every(2 * MINUTE_MS),
    latencyMs: random.pick([2, 20, 200, 1500]) ?? 20,
  }
}
