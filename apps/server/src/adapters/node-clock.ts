import type { Clock } from '../ports/clock.ts'

export const nodeClock: Clock = { now: () => Date.now() }
