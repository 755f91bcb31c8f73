import { createReadStream } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { providerSchema } from '../schema.ts'
import { ServerError } from '../server-error.ts'
import { isBlobName } from '../ports/blob-store.ts'
import { BackupWriter } from './backup-file.ts'
import type { BackupAbout } from './backup-file.ts'

export type BackupSources = {
  /** A copy of the database as of one moment. */
  readonly snapshot: string
  readonly blobs: string
  readonly about: Omit<BackupAbout, 'schema'>
  readonly onProgress: (progress: BackupProgress) => void
}

export type BackupProgress = { readonly done: number; readonly all: number }

/**
 * Writes a backup beside its place and puts it there when it is whole. Blobs are copied after the database: one that the
 * database names and that ended in between is missing, as it would be a moment later; one that came since is left out there.
 */
export async function makeBackup(to: string, sources: BackupSources): Promise<void> {
  const part = `${to}.part`
  if (await isThere(to)) throw new ServerError('fileNotWritten')
  const file = await open(part, 'wx', 0o600).catch((error: unknown) => {
    throw new ServerError('fileNotWritten', error)
  })
  try {
    try {
      await writeParts(new BackupWriter(file), sources)
    } finally {
      await file.close()
    }
    await rename(part, to)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}

async function writeParts(writer: BackupWriter, { snapshot, blobs, about, onProgress }: BackupSources): Promise<void> {
  const names = await blobNames(blobs)
  const sizes = await Promise.all(names.map((name) => sizeOf(join(blobs, name))))
  const databaseBytes = await sizeOf(snapshot)
  const all = sizes.reduce((sum, size) => sum + size, databaseBytes)
  let done = 0
  const add = async (path: string, bytes: number, isBlob: boolean): Promise<void> => {
    const part = isBlob
      ? ({ kind: 'blob', name: basename(path), bytes } as const)
      : ({ kind: 'database', bytes } as const)
    await writer.add(part, piecesOf(path))
    done += bytes
    onProgress({ done, all })
  }
  await writer.begin({ ...about, schema: providerSchema.format })
  await add(snapshot, databaseBytes, false)
  for (const [i, name] of names.entries()) {
    if (await isThere(join(blobs, name))) await add(join(blobs, name), sizes[i] ?? 0, true)
  }
  await writer.end()
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path)) if (piece instanceof Uint8Array) yield piece
  } catch (error) {
    // Its time was over meanwhile; what is missing of it becomes zeros, which nobody takes for the file.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

async function blobNames(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(() => [])).filter((name) => isBlobName(name))
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.size ?? 0
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
