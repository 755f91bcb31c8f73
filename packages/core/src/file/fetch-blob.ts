import { blobId, blobLayoutOf } from '@rushlight/protocol'
import type { MessageId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { reportTable } from '../message/report-row.ts'
import { oweBy } from '../room/owe-head.ts'
import type { RoomStep } from '../room/room-step.ts'
import type { BlobAnswer, Elsewhere } from './blob-door.ts'
import type { Transfer, TransferEnd } from './file-work.ts'
import { fileTable } from './file-row.ts'
import type { FileFailure, FileRow } from './file-row.ts'
import { nextPieceBytes } from './piece-size.ts'

const HASHED_BYTES: number = 1024 * 1024

/** Fetches one file's blob into the stage, from where the last try has ended, and takes it only if its hash fits. */
export async function fetchBlob(core: Core, transfer: Transfer, row: FileRow): Promise<TransferEnd> {
  const fetched = await fetchRest(core, transfer, row)
  if (transfer.isCancelled) return 'done'
  if (fetched.kind === 'later') return { waitMs: fetched.waitMs }
  if (fetched.kind === 'refused') {
    const isLost = fetched.code === 'unknownFile' || fetched.code === 'providerRefused'
    return end(core, { key: transfer.key, stage: row.stage }, isLost ? 'lost' : 'damaged')
  }
  if (!(await doesHashFit(core, row))) return end(core, { key: transfer.key, stage: row.stage }, 'damaged')
  await core.ports.files.stage.sync(row.stage)
  return end(core, { key: transfer.key, stage: row.stage }, undefined)
}

async function fetchRest(core: Core, transfer: Transfer, row: FileRow): Promise<BlobAnswer<undefined>> {
  const { stage } = core.ports.files
  const { blobBytes } = blobLayoutOf(row.bytes)
  let last: { readonly bytes: number; readonly ms: number } | undefined
  for (let from = await stage.size(row.stage); from < blobBytes;) {
    transfer.doneBytes = from
    core.files.tellProgress({ kind: 'message', ...transfer.key })
    const begunAt = core.ports.clock.now()
    const to = Math.min(from + nextPieceBytes(last), blobBytes)
    const answer = await transfer.door.read(row.blob, { from, to }, elsewhere(core, transfer, row))
    if (answer.kind !== 'done') return answer
    if (transfer.isCancelled || core.isClosed) return { kind: 'later', waitMs: undefined }
    await stage.append(row.stage, from, answer.value)
    last = { bytes: to - from, ms: core.ports.clock.now() - begunAt }
    from = to
  }
  return { kind: 'done', value: undefined }
}

/** A provider that one's own is to ask where it does not have the blob itself; only for those it knows. */
function elsewhere(core: Core, { sessionToken: token }: Transfer, { provider }: FileRow): Elsewhere | undefined {
  const isOwn = provider === undefined || provider === core.homes.present.name
  return isOwn || token === undefined ? undefined : { provider, token }
}

async function doesHashFit(core: Core, { stage: name, blob }: FileRow): Promise<boolean> {
  const { stage } = core.ports.files
  const hash = core.crypto.createSha256()
  for (let from = 0; ; from += HASHED_BYTES) {
    const piece = await stage.read(name, from, HASHED_BYTES)
    if (piece.length === 0) return blobId.fromBytes(hash.digest()) === blob
    hash.update(piece)
  }
}

type Ending = { readonly key: Transfer['key']; readonly stage: string }

async function end(core: Core, { key, stage }: Ending, failure: FileFailure | undefined): Promise<TransferEnd> {
  // Before the row says so: a crash in between only fetches it again.
  if (failure !== undefined) await core.ports.files.stage.remove([stage])
  const { actor, outbox } = core.roomAt(key.room)
  await actor.run(async (step) => {
    const row = await step.load(fileTable, key)
    if (row?.state !== 'downloading') return
    if (failure === undefined) step.put(fileTable, key, { ...row, state: 'here' })
    else step.put(fileTable, key, { ...row, state: 'failed', failure })
    if (failure === 'lost') askForFile(step, key.message)
    step.emit({ kind: 'messagesChanged', room: key.room })
  })
  if (failure === 'lost') void outbox.flush()
  return 'done'
}

/** Its author may still have what the provider has lost (R27). */
function askForFile(step: RoomStep, message: MessageId): void {
  if (step.model.row.standing !== 'joined') return
  step.put(reportTable, { room: step.room, id: message, report: 'error' }, 'error')
  oweBy(step, step.world.now())
}
