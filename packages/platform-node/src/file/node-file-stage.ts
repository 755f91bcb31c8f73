import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { ensureStageName, isStageName } from '@rushlight/core'
import type { FileStage } from '@rushlight/core'
import { RecordsError } from '@rushlight/records'

const STAGE_FOLDER = 'files'

/** Encrypted files beside the vault of a profile, for their owner only. */
export function createNodeFileStage(directory: string): FileStage {
  const folder = stageFolderOf(directory)
  return {
    size: async (name) => sizeOf(fileOf(folder, name)),
    async append(name, offset, bytes) {
      const file = fileOf(folder, name)
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await withFile(file, 'a', () => Promise.resolve())
        await withFile(file, 'r+', (handle) => write(handle, offset, bytes))
      } catch (error) {
        throw new RecordsError(codeOf(error) === 'ENOSPC' ? 'storageFull' : 'ioFailed', error)
      }
    },
    sync: (name) => withFile(fileOf(folder, name), 'r+', (handle) => handle.sync()),
    async read(name, from, length) {
      const file = fileOf(folder, name)
      if ((await sizeOf(file)) <= from) return new Uint8Array()
      return withFile(file, 'r', (handle) => readFrom(handle, from, length))
    },
    async remove(names) {
      for (const name of names) await rm(fileOf(folder, name), { force: true })
    },
    async list() {
      try {
        return (await readdir(folder)).filter((name) => isStageName(name))
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return []
        throw error
      }
    },
    close: () => Promise.resolve(),
  }
}

export function stageFolderOf(directory: string): string {
  return join(directory, STAGE_FOLDER)
}

function fileOf(folder: string, name: string): string {
  return join(folder, ensureStageName(name))
}

async function write(handle: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
  const { size } = await handle.stat()
  if (offset > size) throw new RangeError('a gap in a staged file')
  await handle.truncate(offset)
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done)
    done += bytesWritten
  }
}

export async function readFrom(handle: FileHandle, from: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length)
  let done = 0
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, from + done)
    if (bytesRead === 0) break
    done += bytesRead
  }
  return bytes.subarray(0, done)
}

async function withFile<T>(file: string, flags: string, work: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, flags, 0o600)
  try {
    return await work(handle)
  } finally {
    await handle.close()
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size
  } catch {
    return 0
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
