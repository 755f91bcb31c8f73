import { messageOf, openBlob, parseContent, sealedFileOf } from '@rushlight/protocol'
import type { SealedFile } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import { eraseMessage } from '../message/erase-message.ts'
import { messageIdTable, messageTable } from '../message/message-row.ts'
import type { MessageRow } from '../message/message-row.ts'
import { findMessage } from '../message/write-message.ts'
import { load } from '../vault/table.ts'
import { FILE_TABLE } from './file-state.ts'
import { draftFileTable, fileTable, isSealedDraft, isWholeHere } from './file-row.ts'
import type { SealedDraftRow } from './file-row.ts'
import type { FileRef } from './file-ref.ts'
import { planRelease } from './plan-release.ts'
import { wantFile } from './want-file.ts'
import type { MessageFile } from './want-file.ts'

/** What `readFile` gives: bytes, or why there are none. */
export type FileRead =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Not on this device (yet): `fetchFile` it. */
  | { readonly kind: 'absent' }
  /** What lies here is not what was sent. */
  | { readonly kind: 'damaged' }

type DraftFile = Extract<FileRef, { kind: 'draft' }>

/** Wants a file of a message on this device; also after it failed. */
export async function fetchFile(core: Core, ref: FileRef): Promise<void> {
  if (ref.kind === 'draft') return
  await core.roomAt(ref.room).actor.run(async (step) => {
    const found = await findMessage(step, ref.message)
    const file = found === undefined ? undefined : fileOf(found.row, ref.index)
    if (file !== undefined) await wantFile(step, ref, file)
  })
  core.files.hurry()
}

/** Takes an attached file away again; ends a download; takes a message back whose files are still on their way up. */
export async function cancelFile(core: Core, ref: FileRef): Promise<void> {
  if (ref.kind === 'draft') return dropDraft(core, ref)
  core.files.cancel(ref)
  await core.roomAt(ref.room).actor.run(async (step) => {
    const key = { room: ref.room, message: ref.message, index: ref.index }
    const row = await step.load(fileTable, key)
    if (row === undefined || FILE_TABLE[row.state].cancel !== 'remote') return
    const found = await findMessage(step, ref.message)
    if (row.state === 'downloading' || row.state === 'failed') step.remove(fileTable, key)
    else if (found !== undefined) {
      planRelease(step, found.row, step.world.now())
      eraseMessage(step, found)
    }
    step.emit({ kind: 'filesChanged', room: ref.room, message: ref.message })
  })
  await core.files.sweep()
}

async function dropDraft(core: Core, { room, id }: DraftFile): Promise<void> {
  const sealing = core.files.sealing.get(id)
  if (sealing !== undefined) {
    sealing.isCancelled = true
    await sealing.ended.catch(() => undefined)
    core.files.sealing.delete(id)
    core.files.tell({ kind: 'draft', room, id })
  }
  const row = await load(core.store, draftFileTable, { room, id })
  if (row === undefined) return
  const step = new Step(core.store)
  step.remove(draftFileTable, { room, id })
  step.remove(deadlineTable, { at: row.keptUntil, due: { kind: 'draftFile', room, id } })
  await step.commit()
  core.files.tell({ kind: 'draft', room, id })
  await core.files.sweep()
}

/** A part of a file, decrypted; as much as there is of it. Nothing of it is written anywhere. */
export async function readFile(
  core: Core,
  ref: FileRef,
  range: { readonly from: number; readonly length: number },
): Promise<FileRead> {
  const known = ref.kind === 'draft' ? await draftFile(core, ref) : await messageFile(core, ref)
  if (known === undefined) return { kind: 'absent' }
  const { stage } = core.ports.files
  const read = (from: number, length: number): Promise<Uint8Array> => stage.read(known.stage, from, length)
  const opened = await openBlob({ crypto: core.crypto, fileKey: known.fileKey, fileBytes: known.bytes, read })
  const bytes = await opened?.read(range.from, range.length)
  if (bytes !== undefined) return { kind: 'bytes', bytes }
  if (ref.kind === 'message') await dropUnreadable(core, ref)
  return { kind: 'damaged' }
}

async function draftFile(core: Core, ref: DraftFile): Promise<SealedDraftRow | undefined> {
  const row = await load(core.store, draftFileTable, ref)
  return isSealedDraft(row) ? row : undefined
}

/** Somebody else has been at the disk: from now on the file has to be fetched again. */
async function dropUnreadable(core: Core, { room, message, index }: MessageFile): Promise<void> {
  const key = { room, message, index }
  const kept = await load(core.store, fileTable, key)
  if (!isWholeHere(kept)) return
  // Before the row says so: a crash in between is noticed at the next reading.
  await core.ports.files.stage.remove([kept.stage])
  await core.roomAt(room).actor.run(async (step) => {
    const row = await step.load(fileTable, key)
    if (!isWholeHere(row)) return
    step.put(fileTable, key, { ...row, state: 'failed', failure: 'unreadable' })
    step.emit({ kind: 'messagesChanged', room })
  })
}

async function messageFile(
  core: Core,
  ref: MessageFile,
): Promise<(SealedFile & { readonly stage: string }) | undefined> {
  const { room, message, index } = ref
  const place = await load(core.store, messageIdTable, { room, id: message })
  const row = place === undefined ? undefined : await load(core.store, messageTable, place)
  const file = row === undefined ? undefined : fileOf(row, index)
  const kept = await load(core.store, fileTable, { room, message, index })
  const isWhole = isWholeHere(kept) || kept?.state === 'uploading' || kept?.state === 'unsent'
  return file === undefined || kept === undefined || !isWhole ? undefined : { ...file, stage: kept.stage }
}

function fileOf({ body }: MessageRow, index: number): SealedFile | undefined {
  const content = body.kind === 'content' ? parseContent(body.encoded) : undefined
  const message = content === undefined ? undefined : messageOf(content)
  const part = message?.kind === 'text' ? message.files[index] : undefined
  return part === undefined ? undefined : sealedFileOf(part)
}
