import { messageOf, parseContent, roomId, sealedFileOf } from '@rushlight/protocol'
import type { BlobId, FilePart, FilePreview, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import {
  draftFileTable,
  fileTable,
  filesOfMessage,
  isSealedDraft,
  parseDraftFileKey,
  parseFileKey,
} from '../file/file-row.ts'
import type { FileFailure, FileRow } from '../file/file-row.ts'
import { DRAFT_KEPT_MS } from '../file/attach-file.ts'
import type { FileRef } from '../file/file-ref.ts'
import type { Sealing } from '../file/file-work.ts'
import type { FoundMessage } from '../message/write-message.ts'
import { loadRange } from '../vault/table.ts'

/** A file as it is shown. Name and media type are its author's words: nothing may be believed of them. */
export type FileView = {
  readonly ref: FileRef
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** Names its encrypted form, everywhere. */
  readonly blob: BlobId | undefined
  readonly state: FileStateView
  readonly preview: Pick<FilePreview, 'width' | 'height' | 'thumbhash'> | undefined
}

export type FileStateView =
  | { readonly kind: 'remote' | 'attached' | 'here' }
  /** Of `bytes`, about. */
  | { readonly kind: 'sealing' | 'uploading' | 'downloading'; readonly doneBytes: number }
  | { readonly kind: 'failed'; readonly failure: FileFailure }

const FILES_MAX = 1024

/** What waits to be sent in a room, in the order in which it was attached, the ones being sealed among them. */
export async function listDraftFiles(core: Core, room: RoomId): Promise<readonly FileView[]> {
  const rows = await loadRange(core.store, draftFileTable, { prefix: roomId.toBytes(room), limit: FILES_MAX })
  const drafts = rows.map(({ key, value }) => {
    const { name, mediaType, bytes, blob, preview } = value
    const ref = { kind: 'draft', ...parseDraftFileKey(key) } as const
    const one = core.files.sealing.get(ref.id)
    const begunAt = value.keptUntil - DRAFT_KEPT_MS
    if (!isSealedDraft(value) && one !== undefined) return { begunAt, view: viewSealing(one, ref) }
    // Neither sealed nor being sealed: the program ended in the middle of it.
    const state: FileStateView = isSealedDraft(value) ? { kind: 'attached' } : { kind: 'failed', failure: 'unreadable' }
    return { begunAt, view: { ref, name, mediaType, bytes, blob, preview, state } }
  })
  return drafts.toSorted((a, b) => a.begunAt - b.begunAt).map(({ view }) => view)
}

function viewSealing({ info, bytes, doneBytes, hasFailed }: Sealing, ref: FileRef): FileView {
  const { name, mediaType, preview } = info
  const state: FileStateView = hasFailed ? { kind: 'failed', failure: 'unreadable' } : { kind: 'sealing', doneBytes }
  return { ref, name, mediaType, bytes, blob: undefined, preview, state }
}

export async function viewFiles(core: Core, { place, row }: FoundMessage): Promise<readonly FileView[]> {
  const content = row.body.kind === 'content' ? parseContent(row.body.encoded) : undefined
  const message = content === undefined ? undefined : messageOf(content)
  if (message?.kind !== 'text' || message.files.length === 0) return []
  const prefix = filesOfMessage(place.room, row.id)
  const rows = await loadRange(core.store, fileTable, { prefix, limit: FILES_MAX })
  const byIndex = new Map(rows.map(({ key, value }) => [parseFileKey(key).index, value]))
  return message.files.map((part, index): FileView => {
    const ref = { kind: 'message', room: place.room, message: row.id, index } as const
    const preview = message.previews?.find(({ file }) => file === index)
    return { ...viewPart(part), ref, preview, state: viewState(core, ref, { part, row: byIndex.get(index) }) }
  })
}

function viewPart(part: FilePart): Pick<FileView, 'name' | 'mediaType' | 'bytes' | 'blob'> {
  const { filename, contentType, sizeBytes } = part
  return { name: filename, mediaType: contentType, bytes: sizeBytes, blob: sealedFileOf(part)?.blob }
}

function viewState(
  core: Core,
  ref: FileRef,
  { part, row }: { readonly part: FilePart; readonly row: FileRow | undefined },
): FileStateView {
  if (sealedFileOf(part) === undefined) return { kind: 'failed', failure: 'unsupported' }
  switch (row?.state) {
    case undefined:
      return { kind: 'remote' }
    case 'here':
    case 'again':
      return { kind: 'here' }
    case 'uploading':
    case 'downloading':
      return { kind: row.state, doneBytes: core.files.progressOf(ref) ?? 0 }
    case 'unsent':
    case 'failed':
      return { kind: 'failed', failure: row.failure ?? 'lost' }
  }
}
