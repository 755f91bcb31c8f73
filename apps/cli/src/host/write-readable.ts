import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ReadableFileGone } from '@rushlight/core'
import type { ReadableEntry } from '@rushlight/core'
import { CommandFailure } from '../failure/command-failure.ts'

export type Written = { readonly files: number; readonly kept: number }

/** Says that the folder is ours to go on with. */
const MARK = '.rushlight-export'

/**
 * Writes a readable export into a new folder, or goes on in one that was begun. Each file has another name until it is whole;
 * what somebody sent and is there whole is not written again.
 */
export async function writeReadable(folder: string, entries: AsyncIterable<ReadableEntry>): Promise<Written> {
  await ensureOurs(folder)
  let [files, kept] = [0, 0]
  for await (const entry of entries) {
    const path = join(folder, ...entry.path.split('/'))
    if (await isThere(path, entry.bytes)) kept += 1
    else if (!(await write(path, entry))) continue
    if (entry.bytes !== undefined) files += 1
  }
  return { files, kept }
}

async function ensureOurs(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const names = await readdir(folder)
    if (names.length > 0 && !names.includes(MARK)) throw new CommandFailure('fileExists')
    await writeFile(join(folder, MARK), '', { mode: 0o600 })
  } catch (error) {
    throw error instanceof CommandFailure ? error : new CommandFailure('diskFailed', { cause: error })
  }
}

async function isThere(path: string, bytes: number | undefined): Promise<boolean> {
  if (bytes === undefined) return false
  const there = await stat(path).catch(() => undefined)
  return there?.isFile() === true && there.size === bytes
}

/** False: what was to be written vanished meanwhile. */
async function write(path: string, { content }: ReadableEntry): Promise<boolean> {
  const part = `${path}.part`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const handle = await open(part, 'w', 0o600)
    try {
      for await (const piece of content) await handle.writeFile(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, path)
    return true
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof ReadableFileGone) return false
    throw new CommandFailure('diskFailed', { cause: error })
  }
}
