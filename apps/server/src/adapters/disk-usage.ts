import { stat } from 'node:fs/promises'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Usage } from '../ports/usage.ts'

/** The size of the database with its log, and that of the files. */
export function createDiskUsage(database: string, blobs: Pick<BlobStore, 'bytes'>): Usage {
  return {
    async storedBytes() {
      const sizes = await Promise.all([database, `${database}-wal`].map(sizeOf))
      return sizes.reduce((sum, size) => sum + size, 0)
    },
    fileBytes: () => blobs.bytes(),
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}
