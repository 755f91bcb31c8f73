import { open, rename, rm, stat } from 'node:fs/promises'
import { CommandFailure } from '../failure/command-failure.ts'

/**
 * Writes a file that was not there, for its owner only: under another name until it is whole and on the disk, so that what
 * has the name is never half of it.
 */
export async function writeNewFile(file: string, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  if (await stat(file).catch(() => undefined)) throw new CommandFailure('fileExists')
  const part = `${file}.part`
  try {
    await rm(part, { force: true })
    const handle = await open(part, 'wx', 0o600)
    let bytes = 0
    try {
      for await (const piece of pieces) {
        await handle.writeFile(piece)
        bytes += piece.length
      }
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
    return bytes
  } catch (error) {
    await rm(part, { force: true })
    throw new CommandFailure(isFull(error) ? 'diskFull' : 'diskFailed', { cause: error })
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}
