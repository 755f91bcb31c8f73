import { BLOB_KEPT_MS_MAX, filePartOf, FILES_PER_MESSAGE_MAX } from '@rushlight/protocol'
import type { FileId, FilePart, FilePreview, MessageId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import {
  draftFileTable,
  fileTable,
  filesOfMessage,
  isSealedDraft,
  isWholeHere,
  ownBlobTable,
  parseFileKey,
} from './file-row.ts'
import type { SealedDraftRow } from './file-row.ts'

export type AttachedFile = { readonly id: FileId; readonly row: SealedDraftRow }

/** The attached files of those names, sealed; `undefined` if one of them is not there (any more). */
export async function loadAttached(
  step: RoomStep,
  ids: readonly FileId[],
): Promise<readonly AttachedFile[] | undefined> {
  const files: AttachedFile[] = []
  for (const id of new Set(ids)) {
    const row = await step.load(draftFileTable, { room: step.room, id })
    if (!isSealedDraft(row)) return undefined
    files.push({ id, row })
  }
  return files
}

/** Until when a provider is asked to keep the files of a message. */
export function filesEndAt(core: Core, expiresAt: number | undefined): number {
  return Math.min(expiresAt ?? Infinity, core.sharedNow() + BLOB_KEPT_MS_MAX)
}

export function partsOf(
  core: Core,
  files: readonly AttachedFile[],
  endsAt: number,
): { readonly files: readonly FilePart[]; readonly previews: readonly FilePreview[] } {
  const baseUrl = core.homes.present.url
  return {
    files: files.map(({ row }) => filePartOf(row, { baseUrl, endsAt })),
    previews: files.flatMap(({ row }, file) => (row.preview === undefined ? [] : [{ file, ...row.preview }])),
  }
}

/** What was attached becomes the message's: in the step that queues it. */
export function moveToMessage(
  step: RoomStep,
  {
    message,
    files,
    endsAt,
  }: { readonly message: MessageId; readonly files: readonly AttachedFile[]; readonly endsAt: number },
): void {
  const { room } = step
  for (const [index, { id, row }] of files.entries()) {
    const { stage, blob, bytes, keptUntil } = row
    step.remove(draftFileTable, { room, id })
    step.remove(deadlineTable, { at: keptUntil, due: { kind: 'draftFile', room, id } })
    step.put(fileTable, { room, message, index }, { format: 1, stage, state: 'uploading', blob, bytes, endsAt })
    step.put(ownBlobTable, blob, { format: 1, endsAt })
  }
}

/** The files of a failed message go on their way again. Tells whether there are any that the message has to wait for. */
export async function sendUnsentFiles(step: RoomStep, message: MessageId): Promise<boolean> {
  const prefix = filesOfMessage(step.room, message)
  const rows = await loadRange(step.store, fileTable, { prefix, limit: FILES_PER_MESSAGE_MAX })
  const waiting = rows.filter(({ value }) => !isWholeHere(value))
  for (const { key, value } of waiting) {
    const { failure, ...row } = value
    step.put(fileTable, parseFileKey(key), { ...row, state: 'uploading' })
  }
  if (waiting.length > 0) step.after(() => step.world.flushFiles())
  return waiting.length > 0
}
