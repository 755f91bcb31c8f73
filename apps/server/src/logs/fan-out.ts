import { encodeFrame, PULL_BYTES_MAX, PULL_ENTRIES_MAX, pushCodec } from '@rushlight/protocol'
import type { LogId, LogItem } from '@rushlight/protocol'
import type { Caller } from '../sessions/caller.ts'

/**
 * Pushes new places to those who are connected. What came onto the disk with one commit goes out together: each connection
 * gets one frame for each log, in the log's order, and a frame that many get is made once.
 */
export interface FanOut {
  /** In the order of the log, when the place is on disk. */
  add(log: LogId, item: LogItem, callers: readonly Caller[]): void
  /** After each commit. */
  send(): void
}

export function createFanOut(): FanOut {
  let waiting = new Map<LogId, Delivery[]>()
  return {
    add(log, item, callers) {
      const deliveries = waiting.get(log) ?? []
      waiting.set(log, deliveries)
      deliveries.push({ item, callers })
    },
    send() {
      const logs = waiting
      waiting = new Map()
      for (const [log, deliveries] of logs) sendLog(log, deliveries)
    },
  }
}

type Delivery = { readonly item: LogItem; readonly callers: readonly Caller[] }

function sendLog(log: LogId, deliveries: readonly Delivery[]): void {
  const frames = new Map<string, readonly Uint8Array[]>()
  for (const [caller, indexes] of indexesByCaller(deliveries)) {
    const name = indexes.join()
    const made =
      frames.get(name) ??
      framesOf(
        log,
        indexes.flatMap((i) => deliveries[i]?.item ?? []),
      )
    frames.set(name, made)
    for (const frame of made) caller.pushFrame(frame)
  }
}

function indexesByCaller(deliveries: readonly Delivery[]): ReadonlyMap<Caller, readonly number[]> {
  const indexes = new Map<Caller, number[]>()
  for (const [i, { callers }] of deliveries.entries()) {
    for (const caller of callers) {
      const own = indexes.get(caller)
      if (own === undefined) indexes.set(caller, [i])
      else own.push(i)
    }
  }
  return indexes
}

function framesOf(log: LogId, items: readonly LogItem[]): readonly Uint8Array[] {
  const groups: LogItem[][] = []
  let bytes = 0
  for (const item of items) {
    const group = groups.at(-1)
    const size = item.entry?.length ?? 0
    if (group === undefined || group.length >= PULL_ENTRIES_MAX || bytes + size > PULL_BYTES_MAX) {
      groups.push([item])
      bytes = size
    } else {
      group.push(item)
      bytes += size
    }
  }
  return groups.map((group) =>
    encodeFrame({ kind: 'push', push: pushCodec.toCbor({ kind: 'entries', log, items: group }) }),
  )
}
