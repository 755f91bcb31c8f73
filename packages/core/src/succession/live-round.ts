import type { LogId, Provider, ProviderName, RoomId, Tombstone } from '@rushlight/protocol'
import { span } from '@rushlight/protocol'
import type { LiveRoom } from '../room/room-model.ts'
import type { HubAnswer } from './ask-hub.ts'
import type { Boards } from './board.ts'
import type { HubVigil } from './hub-vigil.ts'
import type { LeftOver } from './prefix.ts'
import type { Places } from './places.ts'
import type { Sighting } from './rival-openings.ts'

/** How often a device that waits looks at the boards. */
export const LOOK_EVERY_MS: number = 2 * span.SECOND_MS

/** What one device knows of a meeting. In memory alone: after a restart it begins anew, without harm. */
export type Meeting = {
  rounds: number
  headPostedAt?: number
  downPostedAt?: number
  withheldSince?: number
  /** What is to be put beside the log that it went on in. */
  leftOver: LeftOver | undefined
  /** The hub that was left has been shown where. */
  isShown: boolean
  tombstone: Tombstone | undefined
  behindSince: Map<LogId, number>
  /** Chains that it cannot reach by itself. */
  passedOver: Set<LogId>
  /** Of those who follow which chain it asked last to be let in, and when. */
  asked: { readonly tip: LogId; readonly at: number } | undefined
  /** Under the keys that they have now. */
  present: Map<ProviderName, Provider>
  /** Since when it knows of no better chain than the one that ends there. */
  best: { readonly tip: LogId; readonly since: number } | undefined
  /** Times that it looked for rivals after it had followed. */
  looked: number
  /** Ends the wait for the next look. */
  hurry: () => void
}

export type Next = 'done' | { readonly waitMs: number }

export type Round = { readonly room: RoomId; readonly meeting: Meeting; readonly vigil: HubVigil }
export type LiveRound = Round & {
  readonly model: LiveRoom
  readonly places: Places
  readonly hub: HubAnswer
  readonly boards: Boards
  readonly sighting: Sighting | undefined
}

export const NO_BOARDS: Boards = { notes: [], at: new Map() }
