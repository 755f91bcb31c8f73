import { blobId, utf8 } from '@rushlight/protocol'
import type { BlobId } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import { Step } from '../engine/step.ts'
import { loadEveryRow } from '../vault/table.ts'
import type { BlobDoor } from './blob-door.ts'
import { ownBlobTable } from './file-row.ts'

/**
 * What takes a blob back from the provider: every device of the account knows it, nobody else does, and the provider learns
 * only its hash, so that no row there says whose blob it is.
 */
export function releaseSecretOf(core: Core, blob: BlobId): Uint8Array {
  const key = core.crypto.hmacSha256(core.self.row.backupKey, utf8('rushlight blob release'))
  return core.crypto.hmacSha256(key, blobId.toBytes(blob))
}

/** Has the provider erase what is due for it (`all`: everything), and forgets what it has erased by itself. */
export async function releaseBlobs(core: Core, door: BlobDoor, isAll = false): Promise<void> {
  const now = core.now()
  for (const { key, value } of await loadEveryRow(core.store, ownBlobTable)) {
    if (core.isClosed || !core.isReady) return
    const blob = blobId.fromBytes(key)
    const isDue = isAll || (value.releaseAt !== undefined && value.releaseAt <= now)
    if (!isDue && value.endsAt > now) continue
    const answer = isDue ? await door.release(blob, releaseSecretOf(core, blob)) : undefined
    if (answer?.kind === 'later') continue
    const step = new Step(core.store)
    step.remove(ownBlobTable, blob)
    await step.commit()
  }
}
