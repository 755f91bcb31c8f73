import type { Crypto } from '@rushlight/protocol'
import type { OwnIdentity } from './identity/own-identity.ts'
import type { Clock } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import type { Schedule } from './ports/schedule.ts'
import type { Reader } from './rows/table.ts'
import type { Figures } from './turns/figures.ts'
import type { Turns } from './turns/turns.ts'

/** What every rule of the provider stands on: read here, write through turns, and know who and when. */
export type Kernel = {
  readonly store: Reader
  readonly turns: Turns
  readonly crypto: Crypto
  readonly clock: Clock
  readonly schedule: Schedule
  readonly log: Log
  readonly figures: Figures
  readonly identity: OwnIdentity
}
