import { BLOB_KEPT_MS_MAX, messageOf, parseContent, sealedFileOf } from '@rushlight/protocol'
import type { BlobId } from '@rushlight/protocol'
import type { MessageRow } from '../message/message-row.ts'
import type { RoomStep } from '../room/room-step.ts'
import { ownBlobTable } from './file-row.ts'

/** The files of an own message are to go from the provider, too; in the step that erases it. */
export function planRelease(step: RoomStep, row: MessageRow, releaseAt: number): void {
  for (const blob of blobsOf(row)) {
    step.put(ownBlobTable, blob, { format: 1, endsAt: step.world.now() + BLOB_KEPT_MS_MAX, releaseAt })
  }
  step.after(() => step.world.flushFiles())
}

export function blobsOf({ body }: MessageRow): readonly BlobId[] {
  const content = body.kind === 'content' ? parseContent(body.encoded) : undefined
  const message = content === undefined ? undefined : messageOf(content)
  return message?.kind === 'text' ? message.files.flatMap((part) => sealedFileOf(part)?.blob ?? []) : []
}
