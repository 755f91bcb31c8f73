import { getBackup, openBackup, parseLines } from '@rushlight/protocol'
import type { BackupHistory, HistorySegment } from '@rushlight/protocol'
import { RecordTaker } from '../archive/take-records.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import { learnKept } from './decide-kept.ts'
import { doorAt, DONE, later } from './doors.ts'
import type { Progress } from './doors.ts'
import { keptTable, wantedTable } from './kept-row.ts'
import { fetchSegment, openSegment } from './segment-blob.ts'

/** Takes in what was kept for the way back, one segment after the other; what is over by now, or erased, stays away. */
export async function restoreHistory(core: Core): Promise<Progress> {
  for (const { value } of await loadEveryRow(core.store, wantedTable)) {
    if (core.isClosed) return DONE
    const taken = await takeSegment(core, value)
    if (typeof taken === 'object') return taken
    // The keeper may have sealed it anew meanwhile.
    if (taken === 'gone' && (await refresh(core))) return later(0)
    await count(core, value, taken === 'gone' ? 0 : taken)
  }
  return DONE
}

async function count(core: Core, segment: HistorySegment, added: number): Promise<void> {
  const step = new Step(core.store)
  step.remove(wantedTable, segment.blob)
  const kept = await step.load(keptTable, 'kept')
  if (kept?.restoring !== undefined) {
    const { segments, taken } = kept.restoring
    step.put(keptTable, 'kept', {
      ...kept,
      restoring: { segments, taken: taken + 1, added: kept.restoring.added + added },
    })
  }
  step.emit({ kind: 'historyChanged' })
  await step.commit()
  step.publish((event) => core.tell(event))
}

/** How many lines are new by it. */
async function takeSegment(core: Core, segment: HistorySegment): Promise<number | 'gone' | Progress> {
  const { ready, all } = core.homes
  let isSomewhere = ready.length < all.length
  for (const { name } of ready) {
    const at = doorAt(core, name)
    if (at === undefined) continue
    const fetched = await fetchSegment(core.crypto, at.door, segment)
    if (fetched.kind === 'later') isSomewhere = true
    if (fetched.kind !== 'done') continue
    const data = await openSegment(core.crypto, segment, fetched.value)
    const parsed = data === undefined ? undefined : parseLines(data)
    if (parsed?.kind !== 'lines') continue
    const taker = new RecordTaker(core)
    for (const record of parsed.records) await taker.take(record)
    await taker.flush()
    await taker.end()
    return taker.taken.messages
  }
  return isSomewhere ? later(undefined) : 'gone'
}

/** An empty device comes back: what is kept is to be taken in, and its keeper stays who he is. */
export function wantKept(step: Step, { decidedAt, keeper, writtenAt, segments }: BackupHistory): void {
  const known = { format: 1, decidedAt, writtenAt, segments, ...(keeper === undefined ? {} : { keeper }) } as const
  const restoring = { segments: segments.length, taken: 0, added: 0 }
  step.put(keptTable, 'kept', segments.length === 0 ? known : { ...known, restoring })
  for (const segment of segments) step.put(wantedTable, segment.blob, segment)
}

/** Reads anew where it lies; true if that is elsewhere than was known. */
async function refresh(core: Core): Promise<boolean> {
  const before = await load(core.store, keptTable, 'kept')
  const answer = await core.link.call(getBackup, undefined)
  const backup = answer.kind === 'answer' ? answer.value.backup : undefined
  const opened =
    backup === undefined ? undefined : await openBackup(core.crypto, core.self.row.backupKey, backup.sealed)
  if (before === undefined || opened?.kind !== 'opened' || opened.content.history === undefined) return false
  const known = new Set(before.segments.map(({ blob }) => blob))
  const { history } = opened.content
  const named = new Set(history.segments.map(({ blob }) => blob))
  if (history.segments.every(({ blob }) => known.has(blob)) && named.size === known.size) return false
  await learnKept(core, history)
  const step = new Step(core.store)
  for (const { value } of await loadEveryRow(core.store, wantedTable))
    if (!named.has(value.blob)) step.remove(wantedTable, value.blob)
  const added = history.segments.filter(({ blob }) => !known.has(blob))
  for (const segment of added) step.put(wantedTable, segment.blob, segment)
  await step.commit()
  return true
}
