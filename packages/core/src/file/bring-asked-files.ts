import { span } from '@rushlight/protocol'
import type { MessageId } from '@rushlight/protocol'
import type { RoomStep } from '../room/room-step.ts'
import { loadRange } from '../vault/table.ts'
import { FILE_TABLE } from './file-state.ts'
import { fileTable, filesOfMessage, ownBlobTable, parseFileKey } from './file-row.ts'
import type { FileKey } from './file-row.ts'

/** Whoever asks again and again for what the provider has does not keep the author's device busy. */
const ASKED_EVERY_MS: number = 10 * span.MINUTE_MS
const FILES_MAX = 256

/** A reader says that a file of this message is not to be had: if this device has brought it, it does so again (R27). */
export async function bringAskedFiles(step: RoomStep, message: MessageId): Promise<void> {
  const now = step.world.now()
  const prefix = filesOfMessage(step.room, message)
  for (const { key, value } of await loadRange(step.store, fileTable, { prefix, limit: FILES_MAX })) {
    const { askedAt } = value
    if (askedAt === undefined || Math.abs(now - askedAt) >= ASKED_EVERY_MS)
      await bringAgain(step, parseFileKey(key), now)
  }
}

/** Up once more, as long as it is here whole, its message is not over, and it was not taken back. */
export async function bringAgain(step: RoomStep, place: FileKey, askedAt?: number): Promise<void> {
  const row = await step.load(fileTable, place)
  const own = row === undefined ? undefined : await step.load(ownBlobTable, row.blob)
  if (row === undefined || own === undefined || (row.endsAt ?? 0) <= step.world.now()) return
  if (FILE_TABLE[row.state].forgotten !== 'again') return
  step.put(fileTable, place, { ...row, state: 'again', ...(askedAt === undefined ? {} : { askedAt }) })
  step.after(() => step.world.flushFiles())
}
