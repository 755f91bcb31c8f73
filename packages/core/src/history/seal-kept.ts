import {
  BLOB_KEPT_MS_MAX,
  blobTimeToLiveMs,
  blobTimeToLiveStep,
  compare,
  concat,
  deadlineOf,
  encodeLine,
  equal,
  HISTORY_LIFE_MS_MIN,
  HISTORY_SEGMENTS_MAX,
  LinesWriter,
  span,
} from '@rushlight/protocol'
import type { HistorySegment, ProviderName } from '@rushlight/protocol'
import { archivedAccount, archivedMessages } from '../archive/archive-records.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { releaseSecretOf } from '../file/release-blobs.ts'
import { loadEveryRow, loadRange } from '../vault/table.ts'
import type { Row } from '../vault/table.ts'
import { letGo } from './decide-kept.ts'
import { doorAt, DONE, later, releaseSoon } from './doors.ts'
import type { Progress } from './doors.ts'
import { keptTable, lineMarkTable, segmentBlobTable, segmentTable } from './kept-row.ts'
import { cutLines, placeOf, planRewrites } from './plan-segments.ts'
import type { Rewrite } from './plan-segments.ts'
import { bringSegment, sealSegment } from './segment-blob.ts'

/** Before every line. */
const FIRST: Uint8Array = Uint8Array.of(0)
const NO_BYTES = new Uint8Array()
const MARKS_PER_ROUND = 1000
/** With what stands around the lines, it fits into the smallest blob there is. */
const SMALL_BYTES: number = 56 * 1024
const LARGE_BYTES: number = 480 * 1024
/** Of one rewrite at most so much is held in memory; the rest is owed. */
const ROUND_BYTES: number = 4 * 1024 * 1024
const RENEWED_BEFORE_MS: number = 30 * span.DAY_MS

/** Seals anew what has changed since it was sealed, until nothing is left of it. */
export async function sealChanged(core: Core): Promise<Progress> {
  for (;;) {
    const marks = await loadRange(core.store, lineMarkTable, { prefix: NO_BYTES, limit: MARKS_PER_ROUND })
    const segments = await loadSegments(core)
    const renewed = segments.filter(({ isEnding }) => isEnding).map(({ after }) => behind(after))
    const changed = [...marks.map(({ value }) => value), ...renewed]
    const rewrites = planRewrites({ segments, changed, segmentsMax: HISTORY_SEGMENTS_MAX / 2 })
    if (rewrites.length === 0) return DONE
    for (const rewrite of rewrites) {
      if (core.isClosed) return later(undefined)
      const place = placeOf(segments, behind(rewrite.after))
      const covered = marks.filter(({ value }) => placeOf(segments, value) === place)
      const progress = await sealAgain(core, rewrite, covered)
      if (progress.kind === 'later') return progress
    }
  }
}

type KnownSegment = { readonly after: Uint8Array; readonly bytes: number; readonly isEnding: boolean }

async function loadSegments(core: Core): Promise<readonly KnownSegment[]> {
  const rows = await loadEveryRow(core.store, segmentTable)
  if (rows.length === 0) return [{ after: FIRST, bytes: 0, isEnding: false }]
  const soon = core.now() + RENEWED_BEFORE_MS
  return rows.map(({ key, value: { sealed, isEndless } }) => {
    return {
      after: key,
      bytes: sealed?.bytes ?? 0,
      isEnding: isEndless && sealed !== undefined && sealed.endsAt < soon,
    }
  })
}

type Line = {
  readonly key: Uint8Array
  readonly encoded: Uint8Array
  readonly bytes: number
  readonly deadline: number | undefined
}

type Sealed = { readonly after: Uint8Array; readonly sealed: HistorySegment; readonly isEndless: boolean }

async function sealAgain(core: Core, rewrite: Rewrite, marks: readonly Row<Uint8Array>[]): Promise<Progress> {
  const { lines, restAfter } = await readLines(core, rewrite)
  const counts = cutLines(lines, rewrite.changed, { smallBytes: SMALL_BYTES, largeBytes: largeBytes(core) })
  const isFirst = equal(rewrite.after, FIRST)
  const made: Sealed[] = []
  const places = new Set<ProviderName>()
  let from = 0
  let after = rewrite.after
  // The first segment is there even if it holds nothing: so that all lines belong to one.
  for (const count of counts.length === 0 && isFirst ? [0] : counts) {
    const piece = lines.slice(from, from + count)
    const brought = await bringPiece(core, piece)
    if (brought.kind === 'later') return brought
    for (const place of brought.places) places.add(place)
    made.push({ after, ...brought })
    from += count
    after = piece.at(-1)?.key ?? after
  }
  const covered = restAfter === undefined ? marks : marks.filter(({ value }) => compare(value, restAfter) <= 0)
  await keepMade(core, { rewrite, made, places, restAfter, marks: covered })
  return DONE
}

type ReadLines = { readonly lines: readonly Line[]; readonly restAfter: Uint8Array | undefined }

async function readLines(core: Core, { after, upTo }: Rewrite): Promise<ReadLines> {
  const lines: Line[] = []
  const range = { after, ...(upTo === undefined ? {} : { until: behind(upTo) }) }
  const now = core.now()
  let bytes = 0
  for await (const { record, key } of archivedMessages(core, { withFiles: false }, range)) {
    const deadline = record.kind === 'message' ? deadlineOf(record) : undefined
    if (deadline !== undefined && deadline < now + HISTORY_LIFE_MS_MIN) continue
    const encoded = encodeLine(record)
    lines.push({ key, encoded, bytes: encoded.length, deadline })
    bytes += encoded.length
    if (bytes >= ROUND_BYTES) return { lines, restAfter: key }
  }
  return { lines, restAfter: undefined }
}

/** A provider may take smaller files than others do. */
function largeBytes(core: Core): number {
  const most = core.link.greeting?.fileBytesMax ?? LARGE_BYTES
  return Math.max(SMALL_BYTES, Math.min(LARGE_BYTES, most - SMALL_BYTES))
}

type BroughtPiece = Omit<Sealed, 'after'> & { readonly kind: 'brought'; readonly places: readonly ProviderName[] }

/** To every home that answers; one is enough, the others get it from there. */
async function bringPiece(
  core: Core,
  lines: readonly Line[],
): Promise<BroughtPiece | Extract<Progress, { kind: 'later' }>> {
  const writer = new LinesWriter()
  writer.add(encodeLine(archivedAccount(core)))
  for (const { encoded } of lines) writer.add(encoded)
  const { sealed: bytes, ...segment } = await sealSegment(core.crypto, writer.end())
  const isEndless = lines.some(({ deadline }) => deadline === undefined || deadline > core.now() + BLOB_KEPT_MS_MAX)
  const last = Math.max(core.now(), ...lines.map(({ deadline }) => deadline ?? 0))
  const timeToLiveStep = blobTimeToLiveStep(isEndless ? undefined : last - core.now())
  const places: ProviderName[] = []
  let waitMs: number | undefined
  for (const { name } of core.homes.ready) {
    const at = doorAt(core, name)
    if (at?.token === undefined) continue
    const { door, token, provider } = at
    const bringing = {
      door,
      token,
      releaseHash: core.crypto.sha256(releaseSecretOf(core, segment.blob)),
      timeToLiveStep,
    }
    const answer = await bringSegment(bringing, { blob: segment.blob, sealed: bytes })
    if (answer.kind === 'done') places.push(provider)
    else waitMs = answer.kind === 'later' ? answer.waitMs : REFUSED_WAIT_MS
  }
  if (places.length > 0)
    return {
      kind: 'brought',
      sealed: { ...segment, endsAt: core.now() + blobTimeToLiveMs(timeToLiveStep) },
      isEndless,
      places,
    }
  const step = new Step(core.store)
  releaseSoon(core, step, segment.blob)
  await step.commit()
  return { kind: 'later', waitMs: waitMs ?? RETRY_MS }
}

const REFUSED_WAIT_MS: number = span.MINUTE_MS
const RETRY_MS: number = 5 * span.SECOND_MS

type Made = {
  readonly rewrite: Rewrite
  readonly made: readonly Sealed[]
  readonly places: ReadonlySet<ProviderName>
  readonly restAfter: Uint8Array | undefined
  readonly marks: readonly Row<Uint8Array>[]
}

/** The new ones stand in the place of the old, in one step with what they cover; then the backup follows, then the blobs go. */
async function keepMade(core: Core, { rewrite, made, places, restAfter, marks }: Made): Promise<void> {
  const step = new Step(core.store)
  const kept = await step.load(keptTable, 'kept')
  if (kept?.keeper !== core.self.row.device) {
    for (const { sealed } of made) releaseSoon(core, step, sealed.blob)
    return step.commit()
  }
  for (const after of rewrite.replaces) {
    const { sealed } = (await step.load(segmentTable, after)) ?? {}
    if (sealed !== undefined) await letGo(core, step, [sealed])
    step.remove(segmentTable, after)
  }
  for (const { after, sealed, isEndless } of made) {
    step.put(segmentTable, after, { format: 1, sealed, isEndless })
    for (const provider of places)
      step.put(segmentBlobTable, { provider, blob: sealed.blob }, { format: 1, state: 'there' })
  }
  if (restAfter !== undefined) step.put(segmentTable, restAfter, { format: 1, isEndless: false })
  step.write({ remove: marks.map(({ key }) => ({ table: lineMarkTable.name, key })) })
  step.emit({ kind: 'historyChanged' })
  await core.markBackup()
  await step.commit()
  step.publish((event) => core.tell(event))
  // Once more: a backup that was composed in between does not know of it.
  await core.markBackup()
}

/** The smallest key that is greater. */
function behind(key: Uint8Array): Uint8Array {
  return concat(key, Uint8Array.of(0))
}
