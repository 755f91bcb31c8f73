import { blobLayoutOf, blobTimeToLiveStep } from '@rushlight/protocol'
import type { WireErrorCode } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { failMessage } from '../message/fail-message.ts'
import type { RoomStep } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import type { BlobAnswer } from './blob-door.ts'
import type { Transfer, TransferEnd } from './file-work.ts'
import { fileTable, filesOfMessage } from './file-row.ts'
import type { FileRow } from './file-row.ts'
import { nextPieceBytes } from './piece-size.ts'
import { releaseSecretOf } from './release-blobs.ts'

/** Brings one file of a message to the provider; the last one lets the message go (FI1). */
export async function storeBlob(core: Core, transfer: Transfer, row: FileRow): Promise<TransferEnd> {
  const brought = await bring(core, transfer, row)
  if (brought.kind === 'later') return { waitMs: brought.waitMs }
  if (transfer.isCancelled) return 'done'
  const { room } = transfer.key
  const { actor, outbox } = core.roomAt(room)
  await actor.run((step) =>
    brought.kind === 'done' ? takeStored(step, transfer) : takeRefusal(step, transfer, brought.code),
  )
  void outbox.flush()
  return 'done'
}

async function bring(core: Core, transfer: Transfer, row: FileRow): Promise<BlobAnswer<undefined>> {
  const { door } = transfer
  const { stage } = core.ports.files
  const { blobBytes } = blobLayoutOf(row.bytes)
  if ((await stage.size(row.stage)) !== blobBytes) return { kind: 'refused', code: 'unknownFile' }
  const token = transfer.sessionToken
  if (token === undefined) return { kind: 'later', waitMs: undefined }
  const lifetimeMs = row.endsAt === undefined ? undefined : Math.max(0, row.endsAt - core.now())
  const releaseHash = core.crypto.sha256(releaseSecretOf(core, row.blob))
  const created = await door.create(token, {
    blob: row.blob,
    blobBytes,
    releaseHash,
    timeToLiveStep: blobTimeToLiveStep(lifetimeMs),
  })
  if (created.kind !== 'done') return created
  let last: { readonly bytes: number; readonly ms: number } | undefined
  for (let offset = created.value; offset < blobBytes;) {
    noteProgress(core, transfer, offset)
    const begunAt = core.ports.clock.now()
    const bytes = await stage.read(row.stage, offset, nextPieceBytes(last))
    if (transfer.isCancelled) return { kind: 'later', waitMs: undefined }
    const answer = await door.append(token, row.blob, { offset, bytes })
    if (answer.kind !== 'done') return answer
    last = { bytes: bytes.length, ms: core.ports.clock.now() - begunAt }
    offset = answer.value
  }
  return { kind: 'done', value: undefined }
}

function noteProgress(core: Core, transfer: Transfer, doneBytes: number): void {
  transfer.doneBytes = doneBytes
  core.files.tellProgress({ kind: 'message', ...transfer.key })
}

async function takeStored(step: RoomStep, { key }: Transfer): Promise<void> {
  const row = await step.load(fileTable, key)
  if (row?.state !== 'uploading' && row?.state !== 'again') return
  step.put(fileTable, key, { ...row, state: 'here' })
  const others = await loadRange(step.store, fileTable, { prefix: filesOfMessage(key.room, key.message), limit: 256 })
  const waiting = others.filter(({ value }) => value.state === 'uploading' && value.blob !== row.blob)
  if (waiting.length === 0) releaseJob(step, key.message)
  step.emit({ kind: 'messagesChanged', room: key.room })
}

/** Nothing holds the message back any more. */
function releaseJob(step: RoomStep, message: Transfer['key']['message']): void {
  for (const { count, row } of step.model.jobs) {
    if (row.job.kind === 'content' && row.job.id === message) step.setJob(count, { ...row, notBefore: 0 })
  }
}

async function takeRefusal(step: RoomStep, { key }: Transfer, code: WireErrorCode): Promise<void> {
  const row = await step.load(fileTable, key)
  // Its message was sent long ago, and the file is still here.
  if (row?.state === 'again') step.put(fileTable, key, { ...row, state: 'here' })
  if (row?.state !== 'uploading') return
  step.put(fileTable, key, { ...row, state: 'unsent', failure: code === 'tooLarge' ? 'tooLarge' : 'lost' })
  const job = step.model.jobs.find((one) => one.row.job.kind === 'content' && one.row.job.id === key.message)
  if (job !== undefined) await failMessage(step, job.count, code === 'tooLarge' ? 'tooLarge' : 'fileLost')
}
