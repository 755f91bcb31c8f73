import { blobId, utf8 } from '@rushlight/protocol'
import type { BlobId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { composeKept } from '../history/decide-kept.ts'
import { messageTable } from '../message/message-row.ts'
import { loadEveryRow } from '../vault/table.ts'
import type { BlobDoor } from './blob-door.ts'
import { ownBlobTable } from './file-row.ts'
import { blobsOf } from './plan-release.ts'

/**
 * What takes a blob back from the provider: every device of the account knows it, nobody else does, and the provider learns
 * only its hash, so that no row there says whose blob it is.
 */
export function releaseSecretOf(core: Core, blob: BlobId): Uint8Array {
  const key = core.crypto.hmacSha256(core.self.row.backupKey, utf8('rushlight blob release'))
  return core.crypto.hmacSha256(key, blobId.toBytes(blob))
}

/** Has the provider erase what is due, and forgets what it has erased by itself. */
export async function releaseBlobs(core: Core, door: BlobDoor): Promise<void> {
  const now = core.now()
  for (const { key, value } of await loadEveryRow(core.store, ownBlobTable)) {
    if (core.isClosed || !core.isReady) return
    const blob = blobId.fromBytes(key)
    const isDue = value.releaseAt !== undefined && value.releaseAt <= now
    if (!isDue && value.endsAt > now) continue
    const answer = isDue ? await door.release(blob, releaseSecretOf(core, blob)) : undefined
    if (answer?.kind !== 'later') await forget(core, blob)
  }
}

/** Of all devices of the account, as far as this one knows them. False: the provider did not answer for each. */
export async function releaseAllBlobs(core: Core, door: BlobDoor): Promise<boolean> {
  const own = await loadEveryRow(core.store, ownBlobTable)
  const messages = await loadEveryRow(core.store, messageTable)
  const sent = messages.flatMap(({ value }) => (value.isOwn ? blobsOf(value) : []))
  const kept = (await composeKept(core))?.segments ?? []
  for (const blob of new Set([
    ...kept.map((segment) => segment.blob),
    ...own.map(({ key }) => blobId.fromBytes(key)),
    ...sent,
  ])) {
    if (core.isClosed) return false
    const answer = await door.release(blob, releaseSecretOf(core, blob))
    if (answer.kind === 'later') return false
    await forget(core, blob)
  }
  return true
}

async function forget(core: Core, blob: BlobId): Promise<void> {
  const step = new Step(core.store)
  step.remove(ownBlobTable, blob)
  await step.commit()
}
