import { stat } from 'node:fs/promises'
import type { Usage } from '../ports/usage.ts'

/** The size of the database with its log. */
export function createDiskUsage(database: string): Usage {
  return {
    async storedBytes() {
      const sizes = await Promise.all([database, `${database}-wal`].map(sizeOf))
      return sizes.reduce((sum, size) => sum + size, 0)
    },
    fileBytes: async () => 0,
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}
