import { mkdir, open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { FileView } from '@rushlight/core'
import { CommandFailure } from '../failure/command-failure.ts'
import type { Desk } from './desk.ts'
import { numberedName, safeFileName } from './file-names.ts'

const PIECE_BYTES: number = 1024 * 1024
const FETCH_MS_MAX: number = 30 * 60_000
const NAMES_TRIED_MAX = 1000

/** Waits until a file is on this device, or will not come (now); the answer is how it then is. */
export async function fetchedFile(desk: Desk, file: FileView): Promise<FileView> {
  const { ref } = file
  if (ref.kind === 'draft') return file
  await desk.client.files.fetch(ref)
  const look = async (): Promise<FileView | undefined> => {
    const message = await desk.client.message(ref.room, ref.message)
    const now = message?.body.kind === 'text' ? message.body.files[ref.index] : undefined
    if (now === undefined) return file
    const isSettled = now.state.kind === 'failed' || now.state.kind === 'here' || now.state.kind === 'uploading'
    return isSettled || desk.isOffline() ? now : undefined
  }
  return (await desk.until(look, FETCH_MS_MAX)) ?? file
}

/** Decrypts a file into the folder, under a name that nothing there has. `undefined`: it is not what was sent. */
export async function saveFile(desk: Desk, file: FileView, folder: string): Promise<string | undefined> {
  const { path, handle } = await openNew(resolve(folder), safeFileName(file.name))
  const isWhole = await copyInto(desk, file, handle)
  await handle.close()
  if (isWhole) return path
  await rm(path, { force: true })
  return undefined
}

async function openNew(folder: string, name: string): Promise<{ readonly path: string; readonly handle: FileHandle }> {
  try {
    await mkdir(folder, { recursive: true })
    for (let attempt = 0; attempt < NAMES_TRIED_MAX; attempt++) {
      const path = join(folder, numberedName(name, attempt))
      // Never over another file, and not through a link that somebody has laid there.
      const handle = await open(path, 'wx', 0o600).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined
        throw error
      })
      if (handle !== undefined) return { path, handle }
    }
  } catch (error) {
    throw new CommandFailure('diskFailed', { cause: error })
  }
  throw new CommandFailure('diskFailed')
}

async function copyInto(desk: Desk, { ref, bytes }: FileView, handle: FileHandle): Promise<boolean> {
  for (let from = 0; from < bytes; from += PIECE_BYTES) {
    const read = await desk.client.files.read(ref, { from, length: PIECE_BYTES })
    if (read.kind !== 'bytes') return false
    await handle.write(read.bytes, 0, read.bytes.length, from)
  }
  return true
}
