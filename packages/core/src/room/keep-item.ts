import { RAW_ENTRY_KEPT_MS } from '@rushlight/protocol'
import type { LogItem } from '@rushlight/protocol'
import { deadlineTable } from '../expiry/deadline-row.ts'
import { rawEntryTable, receiptTable } from './log-rows.ts'
import type { RoomStep } from './room-step.ts'

/**
 * What stays of a place that was judged (R18): its receipt, and the entry as it came, until all heads are past it. Where
 * nobody else is in the room they are at once.
 */
export function keepItem(step: RoomStep, { entry, receipt }: LogItem): void {
  const { log, seq, acceptedAt } = receipt.body
  const key = { room: step.room, log, seq }
  step.put(receiptTable, key, receipt)
  const others = (step.model.group?.leaves.length ?? 0) - 1
  if (entry !== undefined && others > 0) step.put(rawEntryTable, key, entry)
  const due = { kind: 'rawEntry', ...key } as const
  step.put(deadlineTable, { at: acceptedAt + RAW_ENTRY_KEPT_MS, due }, due)
}

/** Everybody has these: nobody will ever need them put into another hub's log. */
export function forgetEntries(
  step: RoomStep,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): void {
  const log = step.model.row.head?.log
  if (log === undefined) return
  const { room } = step
  step.removeBetween(rawEntryTable, { from: { room, log, seq: after + 1 }, to: { room, log, seq: upTo + 1 } })
}
