import { open } from 'node:fs/promises'
import type { FileSource } from '@rushlight/protocol'
import { readFrom } from './node-file-stage.ts'

/** A file that somebody chose, open for reading. `undefined`: there is no such file, or it is none. */
export async function openFileSource(path: string): Promise<(FileSource & { close(): Promise<void> }) | undefined> {
  const handle = await open(path, 'r').catch(() => undefined)
  const stats = await handle?.stat()
  if (handle === undefined || stats?.isFile() !== true) {
    await handle?.close()
    return undefined
  }
  return {
    bytes: stats.size,
    async read(from, length) {
      const bytes = await readFrom(handle, from, length)
      if (bytes.length !== length) throw new Error('the file became shorter')
      return bytes
    },
    close: () => handle.close(),
  }
}
