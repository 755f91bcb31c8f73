import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { RecordsError } from '@rushlight/records'
import { ensureBlobName, isBlobName } from '../ports/blob-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'

/** Blobs as files of one folder. */
export function createFileBlobStore(folder: string): BlobStore {
  return {
    size: async (name) => sizeOf(fileOf(folder, name)),
    async append(name, offset, pieces) {
      const file = fileOf(folder, name)
      try {
        await ensureFile(folder, file)
        const handle = await open(file, 'r+')
        try {
          return await writePieces(handle, offset, pieces)
        } finally {
          await handle.close()
        }
      } catch (error) {
        throw errorOf(error)
      }
    },
    async *read(name, { from, to }) {
      if (from >= to) return
      for await (const piece of createReadStream(fileOf(folder, name), { start: from, end: to - 1 })) {
        if (piece instanceof Uint8Array) yield piece
      }
    },
    async remove(names) {
      for (const name of names) await rm(fileOf(folder, name), { force: true })
      if (names.length > 0) await syncFolder(folder)
    },
    list: () => list(folder),
    async bytes() {
      let sum = 0
      for (const name of await list(folder)) sum += await sizeOf(fileOf(folder, name))
      return sum
    },
  }
}

function fileOf(folder: string, name: string): string {
  return join(folder, ensureBlobName(name))
}

async function ensureFile(folder: string, file: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const made = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error
    return undefined
  })
  if (made === undefined) return
  await made.close()
  await syncFolder(folder)
}

async function writePieces(handle: FileHandle, offset: number, pieces: AsyncIterable<Uint8Array>): Promise<number> {
  if (offset > (await handle.stat()).size) throw new RangeError('a gap in a blob')
  await handle.truncate(offset)
  const progress = { at: offset }
  const iterator = pieces[Symbol.asyncIterator]()
  for (;;) {
    const next = await iterator.next().catch(() => undefined)
    if (next === undefined || next.done === true) break
    await writeWhole(handle, progress, next.value)
  }
  await handle.datasync()
  return progress.at
}

async function writeWhole(handle: FileHandle, progress: { at: number }, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, progress.at)
    done += bytesWritten
    progress.at += bytesWritten
  }
}

/** A name is only on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

async function list(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => isBlobName(name))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}

function errorOf(error: unknown): unknown {
  if (error instanceof RangeError) return error
  const isFull = codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT'
  return new RecordsError(isFull ? 'storageFull' : 'ioFailed', error)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
