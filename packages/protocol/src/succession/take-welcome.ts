import type { LogId } from '../ids/ids.ts'
import { compareChains } from './chain.ts'
import type { Openings } from './chain.ts'

/** A Welcome to a room that the device knows, once it was checked by itself (rooms §8). */
export type WelcomeEvidence = {
  readonly openings: Openings
  /** The last opening of the chain that the device has, and of the one that the Welcome brings. */
  readonly own: LogId
  readonly offered: LogId
  /** It is for a KeyPackage of a request that this device made and that is still open. */
  readonly isAsked: boolean
  /** The commit has a receipt in the log of the offered chain. */
  readonly isReceipted: boolean
}

/** R26: nobody is put into another branch unasked, nor into one that is worse than what he has. */
export function mayTakeWelcome({ openings, own, offered, isAsked, isReceipted }: WelcomeEvidence): boolean {
  return isAsked && isReceipted && compareChains(openings, offered, own) >= 0
}
