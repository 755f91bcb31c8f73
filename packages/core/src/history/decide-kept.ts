import type { BackupHistory, HistorySegment } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import { keptTable, lineMarkTable, segmentBlobTable, segmentTable } from './kept-row.ts'
import type { KeptRow } from './kept-row.ts'

/** From now on this device keeps messages for the way back, whoever did before. */
export async function keepFromNow(core: Core): Promise<void> {
  const before = await load(core.store, keptTable, 'kept')
  if (before?.keeper === core.self.row.device) return
  const keeper = core.self.row.device
  // What the one before has left is named on until this one's own is whole.
  const segments = before?.segments ?? []
  await decide(core, new Step(core.store), {
    format: 1,
    decidedAt: laterThan(core, before),
    keeper,
    writtenAt: core.now(),
    segments,
  })
}

/** Nobody keeps any more; what lies at the providers goes. */
export async function keepNoMore(core: Core): Promise<void> {
  const before = await load(core.store, keptTable, 'kept')
  if (before?.keeper === undefined) return
  const step = new Step(core.store)
  await letGo(core, step, [...before.segments, ...(await ownSegments(core))])
  const decidedAt = laterThan(core, before)
  await decide(core, step, { format: 1, decidedAt, writtenAt: core.now(), segments: [] })
}

function laterThan(core: Core, before: KeptRow | undefined): number {
  return Math.max(core.now(), (before?.decidedAt ?? 0) + 1)
}

async function decide(core: Core, step: Step, kept: KeptRow): Promise<void> {
  step.removeAll(segmentTable, NO_BYTES)
  step.removeAll(lineMarkTable, NO_BYTES)
  step.put(keptTable, 'kept', kept)
  core.isKeeper = kept.keeper === core.self.row.device
  await write(core, step)
  await core.markBackup()
  core.history.flush()
}

const NO_BYTES = new Uint8Array()

async function write(core: Core, step: Step): Promise<void> {
  step.emit({ kind: 'historyChanged' })
  await step.commit()
  step.publish((event) => core.tell(event))
}

export async function ownSegments(core: Core): Promise<readonly HistorySegment[]> {
  const rows = await loadEveryRow(core.store, segmentTable)
  return rows.flatMap(({ value }) => value.sealed ?? [])
}

/** To be erased at every home, as soon as the backup there does not name them any more. */
export async function letGo(core: Core, step: Step, segments: readonly Pick<HistorySegment, 'blob'>[]): Promise<void> {
  for (const { blob } of segments) {
    for (const { provider } of core.self.row.homes)
      step.put(segmentBlobTable, { provider: provider.name, blob }, { format: 1, state: 'leaving' })
  }
}

export function without(
  segments: readonly HistorySegment[],
  others: readonly HistorySegment[],
): readonly HistorySegment[] {
  const blobs = new Set(others.map(({ blob }) => blob))
  return segments.filter(({ blob }) => !blobs.has(blob))
}

/** What the sealed backup is to say of it. */
export async function composeKept(core: Core): Promise<BackupHistory | undefined> {
  const kept = await load(core.store, keptTable, 'kept')
  if (kept === undefined) return undefined
  const { decidedAt, keeper, writtenAt } = kept
  const own = keeper === core.self.row.device ? await ownSegments(core) : []
  const segments = [...own, ...kept.segments]
  return { decidedAt, ...(keeper === undefined ? {} : { keeper }), writtenAt, segments }
}

/** Of two words on it the later decision counts; of one decision that of its keeper. */
export function joinKept(
  core: Core,
  own: BackupHistory | undefined,
  other: BackupHistory | undefined,
): BackupHistory | undefined {
  if (own === undefined || other === undefined) return own ?? other
  if (own.decidedAt !== other.decidedAt) return own.decidedAt > other.decidedAt ? own : other
  return own.keeper === core.self.row.device ? own : other
}

/** Another device has left a backup: what it says of kept messages holds here, too, if it is the later word. */
export async function learnKept(core: Core, other: BackupHistory | undefined): Promise<void> {
  const mine = await load(core.store, keptTable, 'kept')
  if (other === undefined || joinKept(core, await composeKept(core), other) !== other) return
  const step = new Step(core.store)
  const { decidedAt, keeper, writtenAt, segments } = other
  if (core.isKeeper) {
    await letGo(core, step, without(await ownSegments(core), segments))
    step.removeAll(segmentTable, NO_BYTES)
    step.removeAll(lineMarkTable, NO_BYTES)
  }
  const restoring = mine?.restoring === undefined ? {} : { restoring: mine.restoring }
  step.put(keptTable, 'kept', {
    format: 1,
    decidedAt,
    ...(keeper === undefined ? {} : { keeper }),
    writtenAt,
    segments,
    ...restoring,
  })
  core.isKeeper = keeper === core.self.row.device
  await write(core, step)
}
