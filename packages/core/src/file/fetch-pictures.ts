import { messageOf, parseContent, sealedFileOf } from '@rushlight/protocol'
import type { MessageRow } from '../message/message-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { wantFile } from './want-file.ts'

/** More than this is fetched only when it is asked for. */
const PICTURE_BYTES_MAX: number = 4 * 1024 * 1024

/** Small pictures of a message that came in, from people whom the user has accepted, are fetched at once. */
export async function fetchPictures(step: RoomStep, { id, body }: MessageRow): Promise<void> {
  if (!step.world.fetchesPictures || step.model.row.standing !== 'joined') return
  const content = body.kind === 'content' ? parseContent(body.encoded) : undefined
  const message = content === undefined ? undefined : messageOf(content)
  if (message?.kind !== 'text') return
  for (const [index, part] of message.files.entries()) {
    const file = sealedFileOf(part)
    if (file === undefined || file.bytes > PICTURE_BYTES_MAX || !file.mediaType.startsWith('image/')) continue
    await wantFile(step, { kind: 'message', room: step.room, message: id, index }, file)
  }
}
