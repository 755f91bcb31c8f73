import type { Kernel } from '../kernel.ts'
import type { Outbound } from '../federation/outbound.ts'
import type { Limit } from '../limiting/rate-limit.ts'
import type { Queues } from '../queues/queues.ts'
import type { Eraser } from './eraser.ts'
import type { FanOut } from './fan-out.ts'
import type { HotLogs } from './hot-logs.ts'
import type { PassedDoors } from './passed-doors.ts'
import type { ReaderPositions } from './reader-positions.ts'
import type { Recipients } from './recipients.ts'

/** The parts that everything about logs shares. */
export type Logs = {
  readonly kernel: Kernel
  readonly queues: Queues
  readonly outbound: Outbound
  readonly hotLogs: HotLogs
  readonly passedDoors: PassedDoors
  readonly positions: ReaderPositions
  readonly recipients: Recipients
  readonly fanOut: FanOut
  readonly eraser: Eraser
  readonly limits: PostingLimits
}

/** R34, of a slot or of whoever answers for it. */
type PostingLimits = {
  readonly messages: Limit
  readonly commits: Limit
  readonly addresses: Limit
  readonly bytes: Limit
}
