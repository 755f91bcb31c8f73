import { CLOCK_WRONG_MS } from '@rushlight/protocol'
import type { Core } from './core.ts'

/** What a user sees of the connection. */
export type ConnectionView = {
  readonly state: 'offline' | 'connecting' | 'online'
  /** What happened while there was no connection has been fetched. */
  readonly isCaughtUp: boolean
  /** Of the account's name: its first. */
  readonly provider: string | undefined
  /** How far the provider's clock is ahead of this device's, if it is more than a trifle. */
  readonly clockWrongByMs: number | undefined
  /** What deadlines are held against is this much ahead of the device's clock. */
  readonly deadlinesAheadMs: number
  /** This account runs one of its providers. */
  readonly isOperator: boolean
  /** Since when none of the account's providers can be reached, UTC ms by the device's clock. */
  readonly failedSince: number | undefined
  /** Two devices of the account have put each other out: only the recovery phrase decides (R35). */
  readonly isDisputed: boolean
}

export function viewConnection(core: Core): ConnectionView {
  const { hasAccount, isReady, providerAheadMs, homes } = core
  const isStopped = homes.all.every(({ link }) => link.state === 'stopped')
  const state = !hasAccount || isStopped ? 'offline' : isReady ? 'online' : 'connecting'
  return {
    state,
    provider: hasAccount ? core.self.row.homes[0]?.provider.name : undefined,
    clockWrongByMs: Math.abs(providerAheadMs) > CLOCK_WRONG_MS ? providerAheadMs : undefined,
    deadlinesAheadMs: Math.max(0, providerAheadMs),
    isOperator: homes.all.some(({ isOperator }) => isOperator),
    isCaughtUp: homes.isCaughtUp,
    failedSince: homes.failedSince,
    isDisputed: core.isDisputed,
  }
}
