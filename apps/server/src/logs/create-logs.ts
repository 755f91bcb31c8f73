import type { RecordStore } from '@rushlight/records'
import type { Outbound } from '../federation/outbound.ts'
import type { Kernel } from '../kernel.ts'
import { COMMITS_PER_KEY, ENTRY_BYTES_PER_KEY, MESSAGES_PER_KEY, SET_ADDRESSES_PER_KEY } from '../limits.ts'
import { createWindowLimit } from '../limiting/window-limit.ts'
import type { Queues } from '../queues/queues.ts'
import { createEraser } from './eraser.ts'
import { createFanOut } from './fan-out.ts'
import { createHotLogs } from './hot-logs.ts'
import type { Logs } from './logs.ts'
import { createPassedDoors } from './passed-doors.ts'
import { createReaderPositions } from './reader-positions.ts'
import { createRecipients } from './recipients.ts'

export type LogParts = {
  readonly kernel: Kernel
  readonly queues: Queues
  readonly outbound: Outbound
  readonly scrub: RecordStore['scrub']
}

export function createLogs({ kernel, queues, outbound, scrub }: LogParts): Logs {
  const { clock, schedule, turns, identity } = kernel
  const fanOut = createFanOut()
  turns.onCommitted(() => fanOut.send())
  return {
    kernel,
    queues,
    outbound,
    fanOut,
    hotLogs: createHotLogs(kernel),
    passedDoors: createPassedDoors(),
    positions: createReaderPositions(kernel),
    recipients: createRecipients(queues, schedule, identity),
    eraser: createEraser(kernel, scrub),
    limits: {
      messages: createWindowLimit(clock, MESSAGES_PER_KEY),
      commits: createWindowLimit(clock, COMMITS_PER_KEY),
      addresses: createWindowLimit(clock, SET_ADDRESSES_PER_KEY),
      bytes: createWindowLimit(clock, ENTRY_BYTES_PER_KEY),
    },
  }
}
