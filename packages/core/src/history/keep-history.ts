import { blobLayoutOf, blobTimeToLiveStep, span } from '@rushlight/protocol'
import type { BlobId, HistorySegment, ProviderName } from '@rushlight/protocol'
import { updateBackups } from '../account/backup.ts'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { releaseSecretOf } from '../file/release-blobs.ts'
import { load, loadEveryRow } from '../vault/table.ts'
import { keepFromNow, letGo, ownSegments, without } from './decide-kept.ts'
import { doorAt, DONE } from './doors.ts'
import type { Progress } from './doors.ts'
import { keptTable, lineMarkTable, parseSegmentBlobKey, segmentBlobTable, segmentTable } from './kept-row.ts'
import type { KeptRow } from './kept-row.ts'
import { sealChanged } from './seal-kept.ts'
import { bringSegment, fetchSegment } from './segment-blob.ts'

/** Another device takes over from a keeper that stayed away for so long. */
const AWAY_MS: number = span.DAY_MS
const SHOWN_EVERY_MS: number = 6 * span.HOUR_MS

/** Brings what is kept for the way back up to date at every home that answers, and has erased there what is not kept any more. */
export async function keepHistory(core: Core): Promise<Progress> {
  const kept = await load(core.store, keptTable, 'kept')
  if (kept === undefined) return DONE
  if (kept.keeper !== undefined && isAbandoned(core, kept)) await keepFromNow(core)
  const sealed = core.isKeeper ? await sealChanged(core) : DONE
  if (core.isKeeper && sealed.kind === 'done') {
    await letGoInherited(core)
    await showPresence(core)
    await spread(core)
  }
  await updateBackups(core)
  await releaseLeaving(core)
  return sealed
}

function isAbandoned(core: Core, { keeper, writtenAt, restoring }: KeptRow): boolean {
  const { account, row } = core.self
  if (keeper === row.device || (restoring !== undefined && restoring.taken < restoring.segments)) return false
  return !account.record.devices.some(({ id }) => id === keeper) || core.now() - writtenAt > AWAY_MS
}

/** What the keeper before has left was named on until now. */
async function letGoInherited(core: Core): Promise<void> {
  const step = new Step(core.store)
  const kept = await step.load(keptTable, 'kept')
  if (kept === undefined || kept.segments.length === 0) return
  await letGo(core, step, without(kept.segments, await ownSegments(core)))
  step.put(keptTable, 'kept', { ...kept, segments: [] })
  await step.commit()
  await core.markBackup()
}

async function showPresence(core: Core): Promise<void> {
  const step = new Step(core.store)
  const kept = await step.load(keptTable, 'kept')
  if (kept === undefined || core.now() - kept.writtenAt < SHOWN_EVERY_MS) return
  step.put(keptTable, 'kept', { ...kept, writtenAt: core.now() })
  await step.commit()
  await core.markBackup()
}

/** A home that was away, or has lost its data, gets from another one what it lacks; what none has is sealed anew. */
async function spread(core: Core): Promise<void> {
  const there = await loadEveryRow(core.store, segmentBlobTable)
  const known = new Set(
    there.flatMap(({ key, value }) => (value.state === 'there' ? [nameOf(parseSegmentBlobKey(key))] : [])),
  )
  const segments = await loadEveryRow(core.store, segmentTable)
  for (const { name } of core.homes.ready) {
    if (name === undefined) continue
    for (const { key, value } of segments) {
      if (value.sealed === undefined || known.has(nameOf({ provider: name, blob: value.sealed.blob }))) continue
      const step = new Step(core.store)
      if (await copy(core, value.sealed, name))
        step.put(segmentBlobTable, { provider: name, blob: value.sealed.blob }, { format: 1, state: 'there' })
      else step.put(lineMarkTable, core.nextCount(), new Uint8Array([...key, 0]))
      await step.commit()
    }
  }
}

function nameOf({ provider, blob }: { readonly provider: string; readonly blob: BlobId }): string {
  return `${blob} ${provider}`
}

async function copy(core: Core, segment: HistorySegment, to: ProviderName): Promise<boolean> {
  const target = doorAt(core, to)
  if (target?.token === undefined) return false
  const others = core.homes.ready.flatMap(({ name }) => (name === to || name === undefined ? [] : [name]))
  for (const other of others) {
    const from = doorAt(core, other)
    const fetched = from === undefined ? undefined : await fetchSegment(core.crypto, from.door, segment)
    if (fetched?.kind !== 'done' || fetched.value.length !== blobLayoutOf(segment.bytes).blobBytes) continue
    const { door, token } = target
    const releaseHash = core.crypto.sha256(releaseSecretOf(core, segment.blob))
    const timeToLiveStep = blobTimeToLiveStep(Math.max(0, segment.endsAt - core.now()))
    const bringing = { door, token, releaseHash, timeToLiveStep }
    if ((await bringSegment(bringing, { blob: segment.blob, sealed: fetched.value })).kind === 'done') return true
  }
  return false
}

/** Only where the sealed backup does not name it any more: its key goes before its bytes. */
async function releaseLeaving(core: Core): Promise<void> {
  for (const { key, value } of await loadEveryRow(core.store, segmentBlobTable)) {
    if (value.state !== 'leaving' || core.isClosed) continue
    const { blob, provider } = parseSegmentBlobKey(key)
    const home = core.homes.all.find(({ name }) => name === provider)
    const at = doorAt(core, home?.name)
    const isOwed = home !== undefined && core.rowOf(home)?.backupDirty !== false
    if (home !== undefined && (at === undefined || isOwed)) continue
    const answer = await at?.door.release(blob, releaseSecretOf(core, blob))
    if (answer?.kind === 'later') continue
    const step = new Step(core.store)
    step.write({ remove: [{ table: segmentBlobTable.name, key }] })
    await step.commit()
  }
}

/** A provider has begun a new life of its data: nothing of what was brought there is there. */
export async function forgetKeptAt(core: Core, provider: ProviderName): Promise<void> {
  const step = new Step(core.store)
  for (const { key } of await loadEveryRow(core.store, segmentBlobTable))
    if (parseSegmentBlobKey(key).provider === provider) step.write({ remove: [{ table: segmentBlobTable.name, key }] })
  await step.commit()
}
