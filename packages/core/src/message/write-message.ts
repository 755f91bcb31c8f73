import { deadlineOf, EXPIRE_MS_MAX, isDue, TOMBSTONE_KEPT_MS, TOMBSTONE_OF_BURNED_KEPT_MS } from '@rushlight/protocol'
import type { MessageId } from '@rushlight/protocol'
import { deadlineTable } from '../expiry/deadline-row.ts'
import type { Step } from '../engine/step.ts'
import { markLine } from '../history/mark-line.ts'
import type { RoomStep } from '../room/room-step.ts'
import { messageIdTable, messageTable } from './message-row.ts'
import type { MessagePlace, MessageRow } from './message-row.ts'
import { seenNameOf, seenTable } from './seen-row.ts'
import type { SeenName, SeenRow } from './seen-row.ts'

/** Writes a line with everything that belongs to it: where it is found, and when it must be gone. */
export function putMessage(step: RoomStep, place: MessagePlace, row: MessageRow): void {
  step.put(messageTable, place, row)
  markLine(step, place, 'written')
  step.put(messageIdTable, { room: place.room, id: row.id }, place)
  const at = deadlineOf(row)
  const due = { kind: 'message', room: place.room, id: row.id } as const
  if (at !== undefined) step.put(deadlineTable, { at, due }, due)
  step.emit({ kind: 'messagesChanged', room: place.room })
}

/** Writes a line anew at its place; an earlier deadline takes the place of the later one. */
export function changeMessage(
  step: RoomStep,
  place: MessagePlace,
  change: { readonly from: MessageRow; readonly to: MessageRow },
): void {
  dropDeadline(step, place, change.from)
  putMessage(step, place, change.to)
}

/** The line moves: it got its place in the hub's order. */
export function moveMessage(
  step: RoomStep,
  from: MessagePlace,
  to: { readonly place: MessagePlace; readonly row: MessageRow },
): void {
  step.remove(messageTable, from)
  markLine(step, from, 'erased')
  putMessage(step, to.place, to.row)
}

export function dropDeadline(step: RoomStep, { room }: MessagePlace, row: MessageRow): void {
  const at = deadlineOf(row)
  if (at !== undefined) step.remove(deadlineTable, { at, due: { kind: 'message', room, id: row.id } })
}

export type FoundMessage = { readonly place: MessagePlace; readonly row: MessageRow }

export async function findMessage(step: RoomStep, id: MessageId): Promise<FoundMessage | undefined> {
  const place = await step.load(messageIdTable, { room: step.room, id })
  const row = place === undefined ? undefined : await step.load(messageTable, place)
  return place === undefined || row === undefined ? undefined : { place, row }
}

export function isRowDue(row: MessageRow, now: number): boolean {
  return isDue(deadlineOf(row), { now, providerAheadMs: 0 })
}

export function seenName(step: RoomStep, id: MessageId): SeenName {
  const { crypto } = step.world
  return seenNameOf(crypto, step.world.self().row.tombstoneKey, id)
}

/** Whether the message was here before, by this device's memory or by that of one whose history it has taken over. */
export async function loadSeen(step: RoomStep, id: MessageId): Promise<SeenRow | undefined> {
  const { crypto } = step.world
  const { tombstoneKey, otherTombstoneKeys = [] } = step.world.self().row
  for (const key of [tombstoneKey, ...otherTombstoneKeys]) {
    const seen = await step.load(seenTable, seenNameOf(crypto, key, id))
    if (seen !== undefined) return seen
  }
  return undefined
}

/** Remembers that the message was here, for as long as a copy of it may come again (R28). */
export function putSeen(step: Step, name: SeenName, seen: Omit<SeenRow, 'format'>): void {
  step.put(seenTable, name, { format: 1, ...seen })
  const due = { kind: 'seen', name } as const
  step.put(deadlineTable, { at: seen.keptUntil, due }, due)
}

export function seenUntil(row: Pick<MessageRow, 'expiresAt' | 'burnAfterMs' | 'sentAt'>): number {
  const end = row.expiresAt ?? row.sentAt + EXPIRE_MS_MAX
  return end + (row.burnAfterMs === undefined ? TOMBSTONE_KEPT_MS : TOMBSTONE_OF_BURNED_KEPT_MS)
}
