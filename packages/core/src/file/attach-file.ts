import {
  blobId,
  FILE_BYTES_MAX,
  FILE_KEY_BYTES,
  fileId,
  FILES_PER_MESSAGE_MAX,
  fittingFileName,
  hex,
  MEDIA_TYPE_BYTES_MAX,
  roomId,
  sealBlob,
  span,
  utf8,
} from '@rushlight/protocol'
import type { FileId, FileSource, RoomId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { deadlineTable } from '../expiry/deadline-row.ts'
import { loadRange } from '../vault/table.ts'
import { draftFileTable, isSealedDraft } from './file-row.ts'
import type { SealedDraftRow } from './file-row.ts'
import type { FileInfo, Sealing } from './file-work.ts'

export type Attached =
  /** Being encrypted; `send` waits for it. */
  | { readonly kind: 'attaching'; readonly id: FileId }
  | { readonly kind: 'refused'; readonly reason: 'tooLarge' | 'tooMany' | 'notInRoom' }

/** An attached file that is not sent goes after a day: what it holds is worth as much as a message. */
export const DRAFT_KEPT_MS: number = span.DAY_MS
const STAGE_NAME_BYTES = 16
const UNKNOWN_MEDIA_TYPE = 'application/octet-stream'

/** Encrypts a file into the stage, at once and under a key of its own: from then on its source is not needed any more. */
export async function attachFile(
  core: Core,
  room: RoomId,
  attached: { readonly source: FileSource; readonly info: FileInfo },
): Promise<Attached> {
  const { source, info } = attached
  const standing = (await core.rooms.get(room)?.actor.read())?.row.standing
  if (standing !== 'joined' && standing !== 'creating') return { kind: 'refused', reason: 'notInRoom' }
  if (source.bytes > fileBytesMax(core)) return { kind: 'refused', reason: 'tooLarge' }
  const drafts = await loadRange(core.store, draftFileTable, {
    prefix: roomId.toBytes(room),
    limit: FILES_PER_MESSAGE_MAX,
  })
  const { sealing } = core.files
  const underWay = [...sealing.values()].filter((one) => one.room === room && !one.hasFailed)
  const sealed = drafts.filter(({ value }) => isSealedDraft(value))
  if (sealed.length + underWay.length >= FILES_PER_MESSAGE_MAX) return { kind: 'refused', reason: 'tooMany' }
  const id = fileId.fromBytes(core.crypto.randomBytes(fileId.lengthBytes))
  const stage = hex(core.crypto.randomBytes(STAGE_NAME_BYTES))
  const seal: Sealing = {
    room,
    stage,
    info: fittingInfo(info),
    bytes: source.bytes,
    begunAt: Math.max(core.now(), ...underWay.map(({ begunAt }) => begunAt + 1)),
    doneBytes: 0,
    isCancelled: false,
    hasFailed: false,
    ended: Promise.resolve(),
  }
  sealing.set(id, seal)
  await keepDraft(core, { id, seal }).catch((error: unknown) => {
    sealing.delete(id)
    throw error
  })
  seal.ended = sealInto(core, { id, seal, source }).finally(() => {
    if (!seal.hasFailed) sealing.delete(id)
    core.files.tell({ kind: 'draft', room, id })
  })
  core.spawn(seal.ended)
  core.files.tell({ kind: 'draft', room, id })
  return { kind: 'attaching', id }
}

function fileBytesMax(core: Core): number {
  const { greeting } = core.link
  return Math.min(FILE_BYTES_MAX, greeting?.fileBytesMax ?? FILE_BYTES_MAX)
}

function fittingInfo({ name, mediaType, ...rest }: FileInfo): FileInfo {
  const fits = mediaType !== '' && utf8(mediaType).length <= MEDIA_TYPE_BYTES_MAX
  return { ...rest, name: fittingFileName(name), mediaType: fits ? mediaType : UNKNOWN_MEDIA_TYPE }
}

type Begun = { readonly id: FileId; readonly seal: Sealing }
type SealInto = Begun & { readonly source: FileSource }

async function sealInto(core: Core, { id, seal, source }: SealInto): Promise<void> {
  const { crypto } = core
  const { stage } = core.ports.files
  const fileKey = crypto.randomBytes(FILE_KEY_BYTES)
  const hash = crypto.createSha256()
  try {
    let offset = 0
    for await (const piece of sealBlob({ crypto, fileKey, source })) {
      if (seal.isCancelled || core.isClosed) return await stage.remove([seal.stage])
      await stage.append(seal.stage, offset, piece)
      hash.update(piece)
      offset += piece.length
      seal.doneBytes = Math.min(source.bytes, offset)
      core.files.tellProgress({ kind: 'draft', room: seal.room, id })
    }
    await stage.sync(seal.stage)
    if (seal.isCancelled) return await stage.remove([seal.stage])
    await keepDraft(core, { id, seal }, { fileKey, blob: blobId.fromBytes(hash.digest()) })
  } catch (error) {
    seal.hasFailed = true
    await stage.remove([seal.stage])
    throw error
  }
}

/** First without what only the sealed file has: whoever comes back to a file that was not finished is told so. */
async function keepDraft(
  core: Core,
  { id, seal }: Begun,
  sealed?: Pick<SealedDraftRow, 'fileKey' | 'blob'>,
): Promise<void> {
  const { room, stage, bytes, info, begunAt } = seal
  const keptUntil = begunAt + DRAFT_KEPT_MS
  const step = new Step(core.store)
  step.put(draftFileTable, { room, id }, { format: 1, stage, bytes, ...info, ...sealed, keptUntil })
  const due = { kind: 'draftFile', room, id } as const
  step.put(deadlineTable, { at: keptUntil, due }, due)
  await step.commit()
}
