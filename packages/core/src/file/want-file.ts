import { hex } from '@rushlight/protocol'
import type { SealedFile } from '@rushlight/protocol'
import type { RoomStep } from '../room/room-step.ts'
import { FILE_TABLE } from './file-state.ts'
import { fileTable } from './file-row.ts'
import type { FileRef } from './file-ref.ts'

export type MessageFile = Extract<FileRef, { kind: 'message' }>

const STAGE_NAME_BYTES = 16

/** In the step that takes the message, or later. */
export async function wantFile(step: RoomStep, { room, message, index }: MessageFile, file: SealedFile): Promise<void> {
  const key = { room, message, index }
  const row = await step.load(fileTable, key)
  if (FILE_TABLE[row?.state ?? 'remote'].fetch !== 'downloading') return
  const stage = row?.stage ?? hex(step.world.crypto.randomBytes(STAGE_NAME_BYTES))
  const { blob, bytes, provider } = file
  const wanted = { format: 1, stage, state: 'downloading', blob, bytes } as const
  step.put(fileTable, key, provider === undefined ? wanted : { ...wanted, provider })
  step.emit({ kind: 'filesChanged', room, message })
  step.after(() => step.world.flushFiles())
}
