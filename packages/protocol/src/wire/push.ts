import { field, list, struct, union } from '../bytes/codec.ts'
import type { Codec } from '../bytes/codec.ts'
import { logId } from '../ids/ids.ts'
import type { LogId } from '../ids/ids.ts'
import { PULL_ENTRIES_MAX, QUEUE_FETCH_MAX } from '../limits.ts'
import { logItemCodec } from './methods/log.ts'
import type { LogItem } from './methods/log.ts'
import { storedQueueItemCodec } from './methods/queue.ts'
import type { StoredQueueItem } from './methods/queue.ts'

/** What a provider says unasked to the connection that reads a queue. Losing one loses nothing: the log is the truth. */
export type Push =
  /** New places of a log, one after the other. */
  | { readonly kind: 'entries'; readonly log: LogId; readonly items: readonly LogItem[] }
  /** New in the queue; stays there until acknowledged. */
  | { readonly kind: 'items'; readonly items: readonly StoredQueueItem[] }
  /** The provider is going down; come back after a while. */
  | { readonly kind: 'closing' }
  /** Another connection reads the queue now. */
  | { readonly kind: 'detached' }

export const pushCodec: Codec<Push> = union<Push>({
  entries: [1, struct({ log: field(0, logId.codec), items: field(1, list(logItemCodec, PULL_ENTRIES_MAX)) })],
  items: [2, struct({ items: field(0, list(storedQueueItemCodec, QUEUE_FETCH_MAX)) })],
  closing: [3, struct({})],
  detached: [4, struct({})],
})
